/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.taskbound.audit.AuditVerifier;
import dev.taskbound.policy.Policy;
import dev.taskbound.samples.supportdesk.services.AccessLog;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Shows what happens during a run, and afterwards what is left of it. */
final class Report {
    private final Screen screen;

    Report(Screen screen) {
        this.screen = screen;
    }

    void begin(Policy policy, String model, String request) {
        screen.section("Support desk");
        screen.entry("policy", policy.name() + ", revision " + policy.revision() + ", " + policy.version());
        screen.entry("model", model);
        screen.entry("jo asks", request);
        screen.line("");
    }

    /** What the model wants. */
    void call(BeforeToolExecution execution) {
        screen.entry(
                "model", execution.request().name() + " " + execution.request().arguments());
    }

    /** What the model got. */
    void result(ToolExecution execution) {
        screen.entry(execution.hasFailed() ? "✗" : "→", execution.result());
    }

    void answer(String text) {
        screen.line("");
        screen.entry("model", text);
    }

    void trace(List<SpanData> spans) {
        screen.section("The task's trace");
        new TraceTree(spans, screen).print();
    }

    void services(AccessLog log) {
        screen.section("What the services saw");
        for (AccessLog.Entry entry : log.entries()) {
            screen.line(String.format(
                    "%9s %d  %-20s  credential %-8s  %s",
                    entry.service(),
                    entry.status(),
                    entry.request(),
                    TraceTree.shortId(entry.credential()),
                    entry.note()));
        }
        List<AccessLog.Entry> accepted =
                log.entries().stream().filter(AccessLog.Entry::isAccepted).toList();
        long credentials =
                accepted.stream().map(AccessLog.Entry::credential).distinct().count();
        screen.entry("", accepted.size() + " accepted, with " + credentials + " verified credentials");
    }

    void audit(Path file) throws IOException {
        AuditVerifier.Report found = AuditVerifier.verify(file);
        screen.section("Audit");
        screen.entry("file", file.toString());
        screen.entry("holds", found.records() + " records, " + (found.isOk() ? "chain intact" : "CHAIN BROKEN"));
    }
}
