/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.taskbound.telemetry.Names;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The spans of a run as a tree: for each call what was decided, by which rule, with which credential, how fast. */
final class TraceTree {
    private static final String COLUMNS = "%-21s %-8s  %-19s  %-17s  %-14s  %7s";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<SpanData> spans;
    private final Screen screen;

    TraceTree(List<SpanData> spans, Screen screen) {
        this.spans = spans.stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
        this.screen = screen;
    }

    void print() {
        screen.line(String.format(COLUMNS, "", "decision", "because", "rule", "credential", "time"));
        spans.stream().filter(span -> !span.getParentSpanContext().isValid()).forEach(task -> {
            screen.line(task(task));
            children(task, "");
        });
    }

    private void children(SpanData parent, String indentation) {
        List<SpanData> children = spans.stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .toList();
        for (SpanData child : children) {
            boolean isLast = child == children.get(children.size() - 1);
            screen.line(call(child, indentation + (isLast ? "└─ " : "├─ ")));
            children(child, indentation + (isLast ? "   " : "│  "));
        }
    }

    private static String task(SpanData span) {
        return String.format(
                COLUMNS,
                span.getName(),
                "",
                value(span, Names.TASK_OUTCOME),
                value(span, Names.TASK_CALLS) + " ran, " + value(span, Names.TASK_DENIALS) + " denied",
                "",
                millis(span));
    }

    private static String call(SpanData span, String branch) {
        return String.format(
                COLUMNS,
                branch + span.getName().replaceFirst("^execute_tool ", ""),
                value(span, Names.DECISION_OUTCOME),
                because(span),
                // A rule is named by file, line and path; the line is enough to find it.
                value(span, Names.POLICY_RULE).replaceFirst(" .*", ""),
                credential(span),
                millis(span));
    }

    private static String because(SpanData span) {
        String approvedBy = value(span, Names.APPROVAL_BY);
        return approvedBy.isEmpty() ? value(span, Names.DECISION_REASON) : "approved by " + approvedBy;
    }

    private static String credential(SpanData span) {
        String id = value(span, Names.CREDENTIAL_ID);
        return id.isEmpty() ? "" : shortId(id) + ", " + value(span, Names.CREDENTIAL_TTL) + " s";
    }

    static String shortId(String id) {
        return id.substring(0, Math.min(id.length(), 8));
    }

    private static String value(SpanData span, AttributeKey<?> name) {
        return Optional.ofNullable(span.getAttributes().get(name))
                .map(Object::toString)
                .orElse("");
    }

    private static String millis(SpanData span) {
        return (span.getEndEpochNanos() - span.getStartEpochNanos()) / NANOS_PER_MILLI + " ms";
    }
}
