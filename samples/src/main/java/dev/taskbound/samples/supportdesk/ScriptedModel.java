/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;

/**
 * A model without a network: plays the same conversation every time, and does what models do. It works its way through
 * the task, falls for the instruction that is hidden in the ticket, and pays twice if it is let.
 */
final class ScriptedModel implements ChatModel {
    private static final List<AiMessage> TURNS = List.of(
            call("read_ticket", """
                    {"ticket_id":"T-1042"}"""),
            call("lookup_order", """
                    {"order_id":"4711"}"""),
            call("refund_payment", """
                    {"iban":"DE89370400440532013000","amount":39.90}"""),
            call("refund_payment", """
                    {"iban":"DE89370400440532013000","amount":249.00}"""),
            call("refund_payment", """
                    {"iban":"GB33BUKB20201555555555","amount":39.90}"""),
            call("delete_customer", """
                    {"customer_id":"C-7"}"""),
            call("refund_payment", """
                    {"iban":"DE89370400440532013000","amount":39.90}"""),
            call("send_email", """
                    {"to":"maya@example.com","subject":"Your order 4711",\
                    "body":"We have refunded the lamp and the shelf. Sorry for the trouble!"}"""),
            AiMessage.from("Lamp (39.90) and shelf (249.00) of order 4711 are refunded, and Maya has been told."));

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return ChatRequestParameters.builder().modelName("scripted").build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        long turn =
                request.messages().stream().filter(AiMessage.class::isInstance).count();
        return ChatResponse.builder().aiMessage(TURNS.get((int) turn)).build();
    }

    private static AiMessage call(String tool, String arguments) {
        return AiMessage.from(ToolExecutionRequest.builder()
                .id("call-" + tool)
                .name(tool)
                .arguments(arguments)
                .build());
    }
}
