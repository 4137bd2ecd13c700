/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.JOSEException;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.management.ObjectName;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Makes calls, ends its tasks, and dumps its heap. Arguments: issuer, port of the service, file. Reads one principal's token. */
final class HeapDumpWorker {
    private static final List<String> TOOLS = List.of("refund", "prove", "look");
    private static final int CALLS = 20;

    /** Stay alive, as in an application: what they keep would be found. */
    private static ToolGuard guard;

    private static GuardedHttp http;

    private HeapDumpWorker() {}

    public static void main(String[] args) throws Exception {
        http = GuardedHttp.wrap(new OkHttpClient());
        guard = guard(args[0], args[1]);
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
    }

    private static ToolGuard guard(String issuer, String port) throws JOSEException {
        WorkloadIdentity pod = WorkloadIdentity.privateKey(Tokens.ec("pod-key").toPrivateKey(), "pod-key");
        return ToolGuard.builder()
                .policy(Policy.parse("heap.yaml", """
                        version: 1
                        name: heap
                        revision: 1
                        agents: { support-assistant: { owner: team } }
                        sources:
                          bank: { type: token-exchange, issuer: "ISSUER", identities: [ { client: agent, workload: pod } ] }
                        destinations:
                          plain: { hosts: ["127.0.0.1:PORT"], private: true, source: bank, audience: "https://pay.example.com",
                                   scopes: { write: payments.refund, read: payments.read }, ttl: 60s, reuse: task }
                          bound: { hosts: ["127.0.0.1:PORT"], private: true, source: bank, audience: "https://pay.example.com",
                                   scopes: { write: payments.refund }, ttl: 60s, proof: dpop }
                        tools:
                          refund: { action: write, destination: plain }
                          prove: { action: write, destination: bound }
                          look: { action: read, destination: plain }
                        intents:
                          refund-order:
                            open: { agents: [support-assistant] }
                            allow: [ { tool: refund }, { tool: prove }, { tool: look } ]
                            limits: { calls: 1000, writes: 1000, duration: 10m }
                        """.replace("ISSUER", issuer).replace("PORT", port)))
                .audit(new InMemoryAuditSink(1000))
                .workload("pod", pod)
                // Less than a socket may be silent, so that it is the request for a token that okio's watchdog sleeps
                // over.
                .patience(Duration.ofSeconds(8))
                .build();
    }

    private static void work(String subjectToken, String port) throws IOException {
        try (TaskScope task = guard.open(TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", "alice").withToken(Secret.of(subjectToken)))
                .build())) {
            for (int i = 0; i < CALLS; i++) {
                for (String tool : TOOLS) {
                    task.call(ToolCall.of(ToolDescriptor.named(tool), "{}"), call -> {
                        Request request = new Request.Builder()
                                .url("http://127.0.0.1:" + port + "/"
                                        + call.tool().name())
                                .build();
                        try (Response response = http.newCall(request).execute()) {
                            return response.code();
                        }
                    });
                }
            }
            // The last request of all asks for a token: the watchdog's thread keeps it until its time would have been
            // up.
            task.call(ToolCall.of(ToolDescriptor.named("refund"), "{}"), call -> "done");
        }
    }
}
