/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a case says will come of a call.
 *
 * @param permitted whether the tool runs
 * @param reason why not; null where any reason will do
 * @param asks who is asked first; null where the case does not say: then nobody may be asked of a call that is permitted
 * @param unknown the arguments whose origin is not known, all of them; null where the case does not say
 * @param rule the end of a rule that decides, such as {@code intents.refund-order.allow[1]}; null where any will do
 */
public record Expectation(
        boolean permitted,
        @Nullable ReasonCode reason,
        @Nullable Set<String> asks,
        @Nullable Set<String> unknown,
        @Nullable String rule) {
    /** As a message says it: {@code permit, asking [support-lead]}. */
    String shown() {
        String outcome = permitted ? "permit" : reason == null ? "deny" : "deny " + reason;
        String asking = asks == null || asks.isEmpty() ? "" : ", asking " + new TreeSet<>(asks);
        String origins = unknown == null ? "" : ", of unknown origin " + new TreeSet<>(unknown);
        return outcome + asking + origins + (rule == null ? "" : ", by rule " + rule);
    }
}
