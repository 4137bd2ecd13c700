/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A held call that is taken up again: it must be the very call that was held. */
final class Resumed {
    /** What says nothing of the call itself: it can be tried again. */
    private static final Set<ReasonCode> AGAIN = EnumSet.of(
            ReasonCode.APPROVAL_PENDING,
            ReasonCode.APPROVAL_UNAVAILABLE,
            ReasonCode.AUDIT_UNAVAILABLE,
            ReasonCode.CANCELLED,
            ReasonCode.DUPLICATE_CALL,
            ReasonCode.INTERNAL_ERROR,
            ReasonCode.POLICY_UNAVAILABLE,
            ReasonCode.STATE_UNAVAILABLE);

    private final GuardParts parts;
    private final HeldCall held;
    private final boolean attended;

    private Resumed(GuardParts parts, HeldCall held, boolean attended) {
        this.parts = parts;
        this.held = held;
        this.attended = attended;
    }

    /** By the same call, made once more: its caller waits for it. */
    static Resumed byCaller(GuardParts parts, HeldCall held) {
        return new Resumed(parts, held, true);
    }

    /** By the application, once the call was approved. */
    static Resumed byApplication(GuardParts parts, HeldCall held) {
        return new Resumed(parts, held, false);
    }

    /** Whether somebody waits for what comes of it as its caller. */
    boolean isAttended() {
        return attended;
    }

    /** Whether a call that was refused so before its approval was used can be tried again. */
    static boolean canBeTriedAgain(ReasonCode reason) {
        return AGAIN.contains(reason);
    }

    HeldCall held() {
        return held;
    }

    /** Below the call that was held, in its trace. */
    Context in(Context here) {
        Span then = TraceParent.span(held.traceparent());
        return then.getSpanContext().isValid() ? here.with(then) : here;
    }

    @Nullable
    Refusal differs(FrozenCall frozen) {
        if (!frozen.tool().digest().equals(held.toolDigest())) {
            return Refusal.of(ReasonCode.TOOL_CHANGED, "the tool is not the one that the held call was for");
        }
        return frozen.digest().equals(held.callDigest())
                ? null
                : Refusal.of(ReasonCode.APPROVAL_EXPIRED, "the call is not the one that was held");
    }

    /** Refused before the approval was used. True if the call stays held, and what it reserved with it. */
    boolean refused(TaskScope scope, ReasonCode reason) {
        if (AGAIN.contains(reason)) {
            return true;
        }
        scope.waits().remove(held.id());
        Stages.quietly("giving a held call up", () -> new Decider(parts).end(held, Status.VOID, reason));
        return false;
    }
}
