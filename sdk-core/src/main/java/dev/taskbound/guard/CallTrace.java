/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.PlainText;
import dev.taskbound.credential.Credential;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.telemetry.Names;
import dev.taskbound.telemetry.SurroundingSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The span of one call, and the metrics that equal it. */
final class CallTrace {
    private static final int LONGEST_NAME = 200;

    private final GuardParts parts;
    private final Task task;
    private final Span span;
    private final boolean ours;
    private final @Nullable String tool;
    private final long startedAt = System.nanoTime();
    private long decidedAfter;

    private CallTrace(GuardParts parts, Task task, Span span, boolean ours, @Nullable String tool) {
        this.parts = parts;
        this.task = task;
        this.span = span;
        this.ours = ours;
        this.tool = tool;
    }

    /** @param parent where the call stands in its trace */
    static CallTrace start(GuardParts parts, TaskScope scope, ToolCall call, PolicyInForce policy, Context parent) {
        // A name that the policy does not list may be a model's invention: it becomes no name and no label.
        String tool = policy.profile(call.tool()).map(ToolProfile::key).orElse(null);
        String id =
                call.id().map(given -> PlainText.printable(given, LONGEST_NAME)).orElse(null);
        Span surrounding = SurroundingSpan.take(Context.current());
        Span span = surrounding == null
                ? parts.telemetry().startCall(scope.task(), tool, id, parent)
                : parts.telemetry().joinCall(surrounding, scope.task(), tool, id);
        span.setAttribute(Names.POLICY_NAME, policy.policy().name())
                .setAttribute(Names.POLICY_VERSION, policy.policy().version());
        if (policy.policy().observes(parts.now())) {
            span.setAttribute(Names.OBSERVED, true);
        }
        return new CallTrace(parts, scope.task(), span, surrounding == null, tool);
    }

    SpanContext spanContext() {
        return span.getSpanContext();
    }

    Context in(Context context) {
        return context.with(span);
    }

    void frozen(FrozenCall frozen) {
        ToolProfile profile = frozen.tool().profile();
        span.setAttribute(Names.TOOL_ACTION, profile.action().word());
        span.setAttribute(Names.CALL_DIGEST, frozen.digest());
        String destination = profile.destination();
        if (destination != null) {
            span.setAttribute(Names.DESTINATION, destination);
        }
    }

    void decided(Verdict verdict) {
        decidedAfter = System.nanoTime() - startedAt;
        if (!verdict.rules().isEmpty()) {
            span.setAttribute(Names.POLICY_RULE, String.join(", ", verdict.rules()));
        }
    }

    /** What would have been refused, had the policy been enforced. */
    void observed(Refusal refusal) {
        span.setAttribute(Names.DECISION_REASON, refusal.reason().name());
    }

    void approved(String approval, String by) {
        span.setAttribute(Names.APPROVAL_ID, approval);
        span.setAttribute(Names.APPROVAL_BY, by);
    }

    void recorded(long seq) {
        span.setAttribute(Names.AUDIT_SEQ, seq);
    }

    void credential(Credential credential, Instant now) {
        span.setAttribute(Names.CREDENTIAL_ID, credential.id());
        span.setAttribute(Names.CREDENTIAL_SOURCE, credential.source());
        if (credential.isStatic()) {
            span.setAttribute(Names.CREDENTIAL_STATIC, true);
        }
        span.setAttribute(
                Names.CREDENTIAL_TTL,
                Duration.between(now, credential.expiresAt()).toSeconds());
        span.setAttribute(
                Names.CREDENTIAL_CONFIRMED,
                credential.confirmed().stream().sorted().collect(Collectors.joining(" ")));
    }

    /** The tool's code tried something that is refused, inside the call. */
    void refusedInside(String what) {
        span.setAttribute(Names.REFUSED_INSIDE, what);
    }

    /** With this call's result the task has seen more than it can remember. */
    void originsFull() {
        span.setAttribute(Names.ORIGINS_FULL, true);
        parts.telemetry().originsFull(task);
    }

    void refused(Refusal refusal) {
        String reason = refusal.reason().name();
        span.setAttribute(Names.DECISION_OUTCOME, "deny");
        span.setAttribute(Names.DECISION_REASON, reason);
        if (!refusal.rule().isEmpty()) {
            span.setAttribute(Names.POLICY_RULE, refusal.rule());
        }
        parts.telemetry().decided(task, tool, "deny", reason, decidedAfter());
        end(reason);
    }

    void ran(@Nullable String error) {
        span.setAttribute(Names.DECISION_OUTCOME, "permit");
        parts.telemetry().decided(task, tool, "permit", null, decidedAfter());
        end(error);
    }

    private void end(@Nullable String error) {
        if (error != null) {
            span.setAttribute(Names.ERROR_TYPE, error);
            span.setStatus(StatusCode.ERROR);
        }
        parts.telemetry().toolRan(task, tool, error, System.nanoTime() - startedAt);
        if (ours) {
            span.end();
        }
    }

    private long decidedAfter() {
        return decidedAfter == 0 ? System.nanoTime() - startedAt : decidedAfter;
    }
}
