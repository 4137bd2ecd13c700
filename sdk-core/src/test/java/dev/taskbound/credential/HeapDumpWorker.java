/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.JOSEException;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.vault.Vault;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Makes calls with every kind of credential, ends its tasks, and dumps its heap. Arguments: issuer, port of the service, file
 * for the dump, milliseconds to wait before, address of Vault, directory of a key and a pod's token. Reads one principal's token.
 */
final class HeapDumpWorker {
    private static final List<String> TOOLS = List.of("refund", "prove", "look", "ask", "transact", "again", "use_key");
    static final int CALLS = 20;

    private static final String POLICY = """
            version: 1
            name: heap
            revision: 1
            agents: { support-assistant: { owner: team } }
            sources:
              bank: { type: token-exchange, issuer: "ISSUER", identities: [ { client: agent, workload: pod } ] }
              opaque: { type: token-exchange, issuer: "ISSUER", token: opaque, identities: [ { client: agent, workload: pod } ] }
              txn: { type: token-exchange, issuer: "ISSUER", token: transaction, identities: [ { client: agent, workload: pod } ] }
              leases: { type: custom }
              key: { type: static, owner: team }
            destinations:
              plain: { hosts: ["127.0.0.1:PORT"], source: bank, audience: "https://pay.example.com",
                       scopes: { write: payments.refund, read: payments.read }, ttl: 60s, reuse: task }
              bound: { hosts: ["127.0.0.1:PORT"], source: bank, audience: "https://pay.example.com",
                       scopes: { write: payments.refund }, ttl: 60s, proof: dpop }
              vague: { hosts: ["127.0.0.1:PORT"], source: opaque, audience: "https://opaque.example.com", ttl: 60s }
              chained: { hosts: ["127.0.0.1:PORT"], source: txn, audience: "https://txn.example.com", ttl: 60s }
              broad: { hosts: ["127.0.0.1:PORT"], source: bank, audience: "https://broad.example.com", ttl: 60s }
              old: { hosts: ["127.0.0.1:PORT"], source: key, audience: old, ttl: 60s }
              rows: { hosts: ["127.0.0.1:1"], source: leases, audience: rows, scopes: { read: reader }, ttl: 60s }
            tools:
              refund: { action: write, destination: plain }
              prove: { action: write, destination: bound }
              look: { action: read, destination: plain }
              ask: { action: write, destination: vague }
              transact: { action: write, destination: chained }
              again: { action: write, destination: plain }
              use_key: { action: read, destination: old }
              query: { action: read, destination: rows }
              overreach: { action: write, destination: broad }
            intents:
              refund-order:
                open: { agents: [support-assistant] }
                allow: [ { tool: refund }, { tool: prove }, { tool: look }, { tool: ask }, { tool: transact }, { tool: again },
                         { tool: use_key }, { tool: query }, { tool: overreach } ]
                limits: { calls: 1000, writes: 1000, denials: 1000, duration: 10m }
            """;

    /** Stay alive, as in an application: what they keep would be found. */
    private static ToolGuard guard;

    private static GuardedHttp http;

    private static final AtomicInteger calls = new AtomicInteger();

    private static final ExecutorService threads = Executors.newFixedThreadPool(8);

    private HeapDumpWorker() {}

    public static void main(String[] args) throws Exception {
        http = GuardedHttp.wrap(new OkHttpClient());
        guard = guard(args);
        byte[] line = System.in.readAllBytes();
        work(new String(line, StandardCharsets.US_ASCII), args[1]);
        Arrays.fill(line, (byte) 0);
        System.out.println("dumping");
        // Whatever is left in a buffer is to be expired by now.
        Thread.sleep(Long.parseLong(args[3]));
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[2], true);
        System.out.println(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()}));
        System.out.println(guard.openTasks().size() + " tasks open with " + http.getClass());
        threads.shutdown();
    }

    private static ToolGuard guard(String[] args) throws JOSEException {
        WorkloadIdentity pod = WorkloadIdentity.privateKey(Tokens.ec("pod-key").toPrivateKey(), "pod-key");
        Vault vault = Vault.at(URI.create(args[4]))
                .login("taskbound", WorkloadIdentity.projectedToken(Path.of(args[5], "pod.jwt")))
                .build();
        return ToolGuard.builder()
                .policy(Policy.parse(
                        "heap.yaml", POLICY.replace("ISSUER", args[0]).replace("PORT", args[1])))
                .audit(new InMemoryAuditSink(1000))
                .workload("pod", pod)
                .credentialSource("leases", vault.database("leases", "database"))
                .credentialSource(
                        "key",
                        StaticSecretSource.ofFile("key", Path.of(args[5], "key.txt"))
                                .inHeader("X-Api-Key"))
                // Less than a socket may be silent, so that it is the request for a token that okio's watchdog sleeps
                // over.
                .patience(Duration.ofSeconds(8))
                .build();
    }

    private static void work(String subjectToken, String port) throws Exception {
        try (TaskScope task = guard.open(TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", "alice").withToken(Secret.of(subjectToken)))
                .build())) {
            List<Future<?>> rounds = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                rounds.add(threads.submit(() -> round(task, port)));
            }
            for (Future<?> round : rounds) {
                round.get();
            }
            // The last request of all asks for a token: the watchdog's thread keeps it until its time would have been
            // up.
            task.call(ToolCall.of(ToolDescriptor.named("refund"), "{}"), call -> "done");
        }
    }

    /** A call with each kind of credential. */
    private static Void round(TaskScope task, String port) throws IOException {
        for (String tool : TOOLS) {
            task.call(ToolCall.of(ToolDescriptor.named(tool), "{}"), call -> request(call, port));
        }
        task.call(
                ToolCall.of(ToolDescriptor.named("query"), "{}"),
                call -> DatabaseLogin.of(call.credential().orElseThrow())
                        .orElseThrow()
                        .user());
        refused(task);
        return null;
    }

    private static int request(CallContext call, String port) throws IOException {
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + port + "/" + call.tool().name() + "?" + calls.incrementAndGet())
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.code();
        }
    }

    /** A token for more than was asked: nobody gets it. */
    private static void refused(TaskScope task) {
        try {
            task.call(ToolCall.of(ToolDescriptor.named("overreach"), "{}"), call -> "never");
            throw new IllegalStateException("a credential that is too broad was used");
        } catch (ToolCallDeniedException e) {
            if (e.reason() != ReasonCode.CREDENTIAL_TOO_BROAD) {
                throw e;
            }
        }
    }
}
