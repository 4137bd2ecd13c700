/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import dev.taskbound.Action;
import dev.taskbound.credential.VerifiedCall;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NoSuchElementException;

/** Pays money back. */
final class Payments implements Endpoint {
    @Override
    public Object serve(VerifiedCall caller, Request request) {
        if (!request.route().equals("POST refunds")) {
            throw new NoSuchElementException();
        }
        String iban = request.body().path("iban").asText();
        BigDecimal amount = request.body().path("amount").decimalValue();
        caller.requireTool("refund_payment")
                .requireAction(Action.WRITE)
                .requireIntent("refund-order")
                .requireControl(Map.of("iban", iban, "amount", amount));
        return Map.of("status", "booked", "iban", iban, "amount", amount);
    }
}
