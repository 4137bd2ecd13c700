/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

/** Somebody who has signed in at the support desk. */
interface Person {
    /** Asks the agent to look after a ticket. */
    void asksFor(String ticket) throws Exception;

    /** Waits until their page of the desk says so, of what they asked for last. */
    void sees(String text) throws Exception;

    /** Waits until one call is in their inbox, reads it, and decides. */
    void decides(String answer, String expected) throws Exception;

    /** Whether their inbox is empty. */
    boolean hasNothingToDecide() throws Exception;
}
