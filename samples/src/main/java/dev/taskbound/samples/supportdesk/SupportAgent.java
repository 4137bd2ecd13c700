/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.service.SystemMessage;

/** The agent: LangChain4j implements it. */
interface SupportAgent {
    @SystemMessage("""
            You are the assistant of a support desk. Read the ticket, look the order up, and refund what the customer
            is owed, item by item, to the bank account of the order. Then write the customer one short mail.
            If a tool is refused, go on without it.""")
    String handle(String request);
}
