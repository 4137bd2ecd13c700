/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.approval.ApprovalOutcome.Approved;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
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
    private final CredentialSource credentials;
    private final ChatModel model;
    private final Approver approver;
    private final Path audit;
    private final Screen screen;

    SupportDesk(
            Services services,
            CredentialSource credentials,
            ChatModel model,
            Approver approver,
            Path audit,
            Screen screen) {
        this.services = services;
        this.credentials = credentials;
        this.model = model;
        this.approver = approver;
        this.audit = audit;
        this.screen = screen;
    }

    /** @param options {@code --ask} lets you decide about approvals at the terminal */
    public static void main(String... options) throws IOException {
        Screen screen = Screen.ofTerminal();
        boolean asks = List.of(options).contains("--ask");
        EmbeddedIssuer issuer = EmbeddedIssuer.create();
        try (Services services = new Services(issuer.issuer(), issuer.publicKeys())) {
            Approver approver = asks ? Approver.console() : obliging(screen);
            Path audit = Files.createDirectories(Path.of("target")).resolve("support-desk-audit.jsonl");
            new SupportDesk(services, issuer, Models.from(System.getenv()), approver, audit, screen).run();
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
        try (ToolGuard guard = guard(telemetry(spans))) {
            report.begin(guard.policy(), Models.name(model), REQUEST);
            report.answer(handle(guard, report));
        }
        report.trace(spans.getFinishedSpanItems());
        report.services(services.log());
        report.audit(audit);
    }

    private ToolGuard guard(OpenTelemetry telemetry) throws IOException {
        return ToolGuard.builder()
                .policy(policy())
                .credentialSource("local", credentials)
                .approver(approver)
                .audit(FileAuditSink.open(audit))
                .openTelemetry(telemetry)
                .build();
    }

    private String handle(ToolGuard guard, Report report) {
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
        try (TaskScope task = guard.open(request);
                Scope current = task.makeCurrent()) {
            return agent.handle(REQUEST);
        }
    }

    /** The policy file, with the ports that the services were given: free ones, so that the sample runs anywhere. */
    private Policy policy() throws IOException {
        try (InputStream file = Objects.requireNonNull(SupportDesk.class.getResourceAsStream(POLICY))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("localhost:8071", services.orders())
                    .replace("localhost:8072", services.payments())
                    .replace("localhost:8073", services.mail());
            return Policy.parse(POLICY, text);
        }
    }

    private static OpenTelemetry telemetry(InMemorySpanExporter spans) {
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        return OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
    }
}
