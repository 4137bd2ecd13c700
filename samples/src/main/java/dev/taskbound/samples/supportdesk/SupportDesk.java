/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.approval.ApprovalOutcome.Approved;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.policy.Policy;
import dev.taskbound.samples.supportdesk.services.Services;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Handles one customer's request with an agent whose every tool call is bound to the task. */
public final class SupportDesk {
    private static final String POLICY = "taskbound.yaml";
    private static final String REQUEST =
            "Order 4711 arrived damaged, ticket T-1042. Please refund the lamp and the shelf, and tell the customer.";

    private final Services services;
    private final ToolGuardBuilder guard;
    private final Path audit;
    private final ChatModel model;
    private final Screen screen;

    SupportDesk(Services services, ToolGuardBuilder guard, Path audit, ChatModel model, Screen screen) {
        this.services = services;
        this.guard = guard;
        this.audit = audit;
        this.model = model;
        this.screen = screen;
    }

    /** @param options {@code --ask} lets you decide about approvals at the terminal */
    public static void main(String... options) throws IOException {
        Screen screen = Screen.ofTerminal();
        Path audit = Files.createDirectories(Path.of("target")).resolve("support-desk-audit.jsonl");
        EmbeddedIssuer issuer = EmbeddedIssuer.create();
        try (Services services = new Services(issuer.issuer(), issuer.publicKeys())) {
            ToolGuardBuilder guard = ToolGuard.builder()
                    .policy(Policy.parse(POLICY, policyFor(services)))
                    .credentialSource("local", issuer)
                    .approver(List.of(options).contains("--ask") ? Approver.console() : obliging(screen))
                    .audit(FileAuditSink.open(audit));
            new SupportDesk(services, guard, audit, Models.from(System.getenv()), screen).run();
        }
    }

    /** The policy file, with the ports that the services were given: free ones, so that the sample runs anywhere. */
    static String policyFor(Services services) throws IOException {
        try (InputStream file = Objects.requireNonNull(SupportDesk.class.getResourceAsStream(POLICY))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("localhost:8071", services.orders())
                    .replace("localhost:8072", services.payments())
                    .replace("localhost:8073", services.mail());
        }
    }

    /** Stands in for the support lead, so that the sample runs by itself. */
    static Approver obliging(Screen screen) {
        return Approver.callback(request -> {
            screen.entry("approval", request.text() + "? kim, for " + request.by() + ", agrees (scripted).");
            return new Approved("kim");
        });
    }

    void run() throws IOException {
        Report report = new Report(screen);
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (ToolGuard live = guard.openTelemetry(telemetry(spans)).build()) {
            report.begin(live.policy(), model.defaultRequestParameters().modelName(), REQUEST);
            report.answer(handle(live, report));
        }
        report.trace(spans.getFinishedSpanItems());
        report.services(services.log());
        report.audit(audit);
    }

    private String handle(ToolGuard live, Report report) {
        SupportAgent agent = AiServices.builder(SupportAgent.class)
                .chatModel(model)
                .tools(new SupportTools(services))
                .beforeToolExecution(report::call)
                .afterToolExecution(report::result)
                .build();
        // What the task is for comes from the application: from its login and its ticket system, never from the model.
        TaskRequest request = TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("support-desk-login", "jo").withRoles(Set.of("support")))
                .statement(REQUEST)
                .parameter("order_id", "4711")
                .parameter("max_refund", 250)
                .build();
        try (TaskScope task = live.open(request);
                Scope current = task.makeCurrent()) {
            return agent.handle(REQUEST);
        }
    }

    private static OpenTelemetry telemetry(InMemorySpanExporter spans) {
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        return OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
    }
}
