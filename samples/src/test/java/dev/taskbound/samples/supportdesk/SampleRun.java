/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.policy.Policy;
import dev.taskbound.samples.supportdesk.services.AccessLog;
import dev.taskbound.samples.supportdesk.services.Services;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run of the sample, and everything that it left behind. Its services stay up until it is closed. */
final class SampleRun implements AutoCloseable {
    private final RecordingSource credentials;
    private final RecordingModel model = new RecordingModel();
    private final List<ApprovalRequest> approvals = new CopyOnWriteArrayList<>();
    private final Services services;
    private final Path audit;
    private final String output;
    private final String log;
    private final List<AccessLog.Entry> accesses;

    SampleRun(Path directory, Charset terminal) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realErr = System.err;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            EmbeddedIssuer issuer = EmbeddedIssuer.create();
            credentials = new RecordingSource(issuer);
            services = new Services(issuer.issuer(), issuer.publicKeys());
            audit = directory.resolve("audit.jsonl");
            run(new Screen(new PrintStream(out, true, terminal), terminal));
        } finally {
            System.setErr(realErr);
        }
        output = out.toString(terminal);
        log = err.toString(StandardCharsets.UTF_8);
        accesses = services.log().entries();
    }

    private void run(Screen screen) throws IOException {
        // As in main, but for what keeps a copy of everything; a source of one's own has another type.
        String policy = SupportDesk.policyFor(services).replace("type: embedded", "type: custom");
        ToolGuardBuilder guard = ToolGuard.builder()
                .policy(Policy.parse("taskbound.yaml", policy))
                .credentialSource("local", credentials)
                .approver(request -> {
                    approvals.add(request);
                    return SupportDesk.obliging(screen).ask(request);
                })
                .audit(FileAuditSink.open(audit));
        new SupportDesk(services, guard, audit, model, screen).run();
    }

    List<Credential> credentials() {
        return credentials.issued();
    }

    /** A credential like that of a permitted call, not used yet. */
    Credential unused(int call) {
        return credentials.again(call);
    }

    /** What the model was told, in the order of its calls. */
    List<String> results() {
        return model.results();
    }

    List<ApprovalRequest> approvals() {
        return approvals;
    }

    Services services() {
        return services;
    }

    /** What the services had logged when the run was over. */
    List<AccessLog.Entry> accesses() {
        return accesses;
    }

    Path audit() {
        return audit;
    }

    String output() {
        return output;
    }

    /** Everything that somebody could read: terminal, log, audit file, and what the model was told. */
    String everything() throws IOException {
        return output + log + Files.readString(audit) + results();
    }

    @Override
    public void close() {
        services.close();
    }
}
