/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.policy.Policy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whole calls of two tools, one that reads and one that writes, with credentials of a source of the application's own. */
public final class GuardedCalls implements AutoCloseable {
    private static final String POLICY = """
            version: 1
            name: calls
            revision: REVISION
            agents: { bot: { owner: team } }
            sources: { own: { type: TYPE } }
            destinations:
              shop: { hosts: ["HOST"], source: own, audience: shop, ttl: TTL, scopes: SCOPES }
            tools:
              find: { action: read, destination: shop, control: [key] }
              mark: { action: write, destination: shop, control: [key] }
              forbidden: { action: read, destination: shop }
            intents:
              serve:
                open: { agents: [bot] }
                parameters: { key: string }
                allow: [ { tool: find }, { tool: mark APPROVAL } ]
                limits: { calls: 1000, writes: 1000, denials: 1000, duration: DURATION }
            """;
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"key\":{\"type\":\"string\"}}}";

    public final InMemoryAuditSink audit = new InMemoryAuditSink(10_000);
    public final AtomicInteger bodies = new AtomicInteger();
    private final ToolGuard guard;
    private final TaskScope task;

    private GuardedCalls(Setting setting, AuditSink sink) {
        Policy policy = setting.policy(1);
        ToolGuardBuilder builder = ToolGuard.builder()
                .policy(policy)
                .audit(sink == null ? audit : sink)
                .credentialSource("own", setting.source)
                .approver(request -> {
                    Objects.requireNonNull(setting.decides).accept(this);
                    return CompletableFuture.completedFuture(new ApprovalOutcome.Approved("lena"));
                })
                .patience(setting.patience);
        this.guard = builder.build();
        this.task = guard.open(TaskRequest.intent("serve")
                .agent("bot")
                .principal(Principal.verified("test", "alice").withToken(Secret.of(CallRequests.SUBJECT_TOKEN)))
                .parameter("key", "7")
                .build());
    }

    /** @param scopes as in a policy: {@code { read: "..." }} */
    public static Setting of(CredentialSource source, String scopes) {
        return new Setting(source, "custom", scopes, "30s", "127.0.0.1:1", "10m", Duration.ofSeconds(30), null);
    }

    public ToolGuard guard() {
        return guard;
    }

    public <T> T call(String tool, Function<CallContext, T> body) {
        ToolDescriptor descriptor = ToolDescriptor.named(tool).withSchema(SCHEMA);
        return task.call(ToolCall.of(descriptor, "{\"key\":\"7\"}"), context -> {
            bodies.incrementAndGet();
            return body.apply(context);
        });
    }

    /** One call of the tool that reads; its credential. */
    public Credential find() {
        return call("find", context -> context.credential().orElseThrow());
    }

    public Credential mark() {
        return call("mark", context -> context.credential().orElseThrow());
    }

    public String recorded() {
        return audit.records().toString();
    }

    public void assertNotRecorded(String... secrets) {
        assertThat(recorded()).doesNotContain(secrets).doesNotContain(ServerFaults.SECRET, CallRequests.SUBJECT_TOKEN);
    }

    @Override
    public void close() {
        task.close();
        guard.close();
    }

    /** How calls are made. */
    public record Setting(
            CredentialSource source,
            String type,
            String scopes,
            String ttl,
            String host,
            String duration,
            Duration patience,
            @Nullable Consumer<GuardedCalls> decides) {
        public Setting type(String other) {
            return new Setting(source, other, scopes, ttl, host, duration, patience, decides);
        }

        public Setting ttl(String other) {
            return new Setting(source, type, scopes, other, host, duration, patience, decides);
        }

        public Setting host(String other) {
            return new Setting(source, type, scopes, ttl, other, duration, patience, decides);
        }

        public Setting duration(String other) {
            return new Setting(source, type, scopes, ttl, host, other, patience, decides);
        }

        /** Calls that write are approved by somebody, who does this before. */
        public Setting approved(Consumer<GuardedCalls> before) {
            return new Setting(source, type, scopes, ttl, host, duration, patience, before);
        }

        public Setting patience(Duration other) {
            return new Setting(source, type, scopes, ttl, host, duration, other, decides);
        }

        public Setting scopes(String other) {
            return new Setting(source, type, other, ttl, host, duration, patience, decides);
        }

        public Policy policy(int revision) {
            return Policy.parse(
                    "calls.yaml",
                    POLICY.replace("REVISION", String.valueOf(revision))
                            .replace("TYPE", type)
                            .replace("HOST", host)
                            .replace("APPROVAL", decides == null ? "" : ", approval: { by: lead }")
                            .replace("DURATION", duration)
                            .replace("TTL", ttl)
                            .replace("SCOPES", scopes));
        }

        public GuardedCalls open() {
            return new GuardedCalls(this, null);
        }

        public GuardedCalls open(AuditSink sink) {
            return new GuardedCalls(this, sink);
        }
    }
}
