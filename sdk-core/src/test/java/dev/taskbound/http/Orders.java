/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.Credential;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A service that agents read orders from, and the one tool that does it, behind a guard: for tests with a real identity
 * provider.
 */
public final class Orders implements AutoCloseable {
    private static final ToolDescriptor LOOK = ToolDescriptor.named("lookup_order");

    private final String issuer;
    private final MockWebServer service = new MockWebServer();
    private final GuardedHttp http = GuardedHttp.wrap(new OkHttpClient());

    public Orders(String issuer) throws IOException {
        this.issuer = issuer;
        service.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    /**
     * What became of one call.
     *
     * @param runs how often the tool's body ran
     * @param reason null if the call was let through
     * @param detail what the audit log says of the refusal
     * @param confirmed what was checked of the credential
     * @param presented what the service got; null if nothing
     */
    public record Outcome(
            int runs, ReasonCode reason, String detail, Set<String> confirmed, RecordedRequest presented) {
        public String token() {
            return presented.getHeaders().get("Authorization").replaceFirst("^\\S+ ", "");
        }

        public JWTClaimsSet claims() throws ParseException {
            return SignedJWT.parse(token()).getJWTClaimsSet();
        }
    }

    /** @param source what the policy says of the identity provider, but for the issuer and who asks */
    public Outcome look(String client, WorkloadIdentity workload, String source, Principal principal) throws Exception {
        return look(client, workload, source, "none", principal);
    }

    public Outcome look(String client, WorkloadIdentity workload, String source, String proof, Principal principal)
            throws Exception {
        InMemoryAuditSink audit = new InMemoryAuditSink(1000);
        Tool tool = new Tool();
        TaskRequest.Builder request = TaskRequest.intent("answer").agent("support-assistant");
        if (principal != null) {
            request.principal(principal);
        }
        try (ToolGuard guard = ToolGuard.builder()
                        .policy(policy(client, source, proof))
                        .audit(audit)
                        .workload("pod", workload)
                        .build();
                TaskScope task = guard.open(request.build())) {
            ReasonCode reason = null;
            try {
                service.enqueue(new MockResponse.Builder().body("{}").build());
                task.call(ToolCall.of(LOOK, "{}"), tool);
            } catch (ToolCallDeniedException e) {
                reason = e.reason();
            }
            return new Outcome(
                    tool.runs, reason, detail(audit), tool.confirmed, service.takeRequest(0, TimeUnit.SECONDS));
        }
    }

    /** Where the tool reads. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + service.getPort() + "/orders");
    }

    private static String detail(InMemoryAuditSink audit) {
        List<String> details = audit.records().stream()
                .map(record -> record.event())
                .filter(event -> event.type() == AuditEvent.Type.DENIED)
                .map(event -> event.attributes().toString())
                .toList();
        return String.join(" ", details);
    }

    private Policy policy(String client, String source, String proof) {
        return Policy.parse("orders.yaml", """
                version: 1
                name: orders
                revision: 1
                agents: { support-assistant: { owner: support } }
                sources:
                  idp: { issuer: "ISSUER", identities: [ { client: CLIENT, workload: pod } ], SOURCE }
                destinations:
                  orders: { hosts: ["127.0.0.1:PORT"], private: true, source: idp, audience: orders-api,
                            scopes: { read: orders.read }, ttl: 60s, proof: PROOF }
                tools:
                  lookup_order: { action: read, destination: orders }
                intents:
                  answer: { open: { agents: [support-assistant] }, allow: [ { tool: lookup_order } ] }
                """.replace("ISSUER", issuer)
                .replace("CLIENT", client)
                .replace("SOURCE", source)
                .replace("PROOF", proof)
                .replace("PORT", String.valueOf(service.getPort())));
    }

    @Override
    public void close() {
        service.close();
    }

    private final class Tool implements dev.taskbound.guard.Tool<String, IOException> {
        private int runs;
        private Set<String> confirmed = Set.of();

        @Override
        public String run(CallContext call) throws IOException {
            runs++;
            confirmed = call.credential().map(Credential::confirmed).orElseThrow();
            Request request = new Request.Builder().url(address().toString()).build();
            try (Response response = http.newCall(request).execute()) {
                return response.body().string();
            }
        }
    }
}
