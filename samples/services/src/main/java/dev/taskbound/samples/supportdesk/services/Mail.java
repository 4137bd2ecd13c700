/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import dev.taskbound.Action;
import dev.taskbound.credential.VerifiedCall;
import java.util.Map;
import java.util.NoSuchElementException;

/** Sends mail. */
final class Mail implements Endpoint {
    @Override
    public Object serve(VerifiedCall caller, Request request) {
        if (!request.route().equals("POST messages")) {
            throw new NoSuchElementException();
        }
        String to = request.body().path("to").asText();
        caller.requireTool("send_email")
                .requireAction(Action.WRITE)
                .requireIntent("refund-order")
                .requireControl(Map.of("to", to));
        return Map.of("status", "sent", "to", to);
    }
}
