/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.kill;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.benchmarks.ForgetfulAuditSink;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Many calls that send to four destinations, half of them long bodies, and one kill in the middle of it. */
final class KillRound {
    private static final int DESTINATIONS = 4;
    private static final int CHUNKS = 40;
    private static final double MILLIS = 1e6;
    private static final long QUIET_MILLIS = 300;

    private final int threads;
    private final SentBytes sent = new SentBytes();
    private final GuardedHttp http =
            GuardedHttp.wrap(new OkHttpClient.Builder().socketFactory(sent).build());
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean over;

    KillRound(int threads) {
        this.threads = threads;
    }

    /**
     * In milliseconds from the kill, as far as they are times.
     *
     * @param begunLater requests that arrived although their tool began to send them after the kill had returned
     */
    record Figures(double cut, double lastSent, double lastArrived, double returned, int calls, long begunLater) {}

    Figures run() throws Exception {
        List<Arrivals> servers = new ArrayList<>();
        for (int i = 0; i < DESTINATIONS; i++) {
            servers.add(new Arrivals());
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (ToolGuard guard = ToolGuard.builder()
                .policy(Policy.parse("kill.yaml", policy(servers)))
                .audit(new ForgetfulAuditSink())
                .build()) {
            TaskScope task = guard.open(TaskRequest.intent("serve")
                    .agent("bot")
                    .principal(Principal.verified("benchmark", "alice"))
                    .build());
            for (int i = 0; i < threads; i++) {
                int number = i;
                pool.execute(() -> work(task, number, servers.get(number % DESTINATIONS)));
            }
            while (done.get() < 3 * threads) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            long from = System.nanoTime();
            RevocationReport report = guard.revoke(Target.EVERYTHING, "benchmark", "round");
            long returned = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
            return new Figures(
                    report.lastByte().toNanos() / MILLIS,
                    (sent.last() - from) / MILLIS,
                    (servers.stream().mapToLong(Arrivals::last).max().orElse(from) - from) / MILLIS,
                    (returned - from) / MILLIS,
                    report.calls().size(),
                    servers.stream()
                            .mapToLong(each -> each.begunAfter(returned))
                            .sum());
        } finally {
            over = true;
            pool.shutdownNow();
            for (Arrivals server : servers) {
                server.close();
            }
        }
    }

    private void work(TaskScope task, int number, Arrivals server) {
        ToolCall call = ToolCall.of(ToolDescriptor.named("send" + number % DESTINATIONS), "{}");
        while (!over) {
            try {
                task.call(call, here -> send(server, number % 2 == 0));
                done.incrementAndGet();
            } catch (ToolCallDeniedException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private int send(Arrivals server, boolean longBody) throws IOException {
        Request request = new Request.Builder()
                .url(server.url() + System.nanoTime())
                .post(longBody ? new LongBody() : RequestBody.create(new byte[0], null))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.code();
        }
    }

    private static String policy(List<Arrivals> servers) {
        StringBuilder destinations = new StringBuilder();
        StringBuilder tools = new StringBuilder();
        StringBuilder allow = new StringBuilder();
        for (int i = 0; i < servers.size(); i++) {
            destinations.append(
                    "  d%d: { hosts: [\"127.0.0.1:%d\"], private: true, source: own, audience: d, ttl: 60s, scopes: { write: w } }%n"
                            .formatted(i, servers.get(i).port()));
            tools.append("  send%d: { action: write, destination: d%d }%n".formatted(i, i));
            allow.append("{ tool: send%d }, ".formatted(i));
        }
        return """
                version: 1
                name: kill
                revision: 1
                agents: { bot: { owner: team } }
                sources: { own: { type: embedded } }
                destinations:
                %stools:
                %sintents:
                  serve: { open: { agents: [bot] }, allow: [ %s ],
                           limits: { calls: 1000000, writes: 1000000, denials: 1000000 } }
                """.formatted(destinations, tools, allow.substring(0, allow.length() - 2));
    }

    /** A body that takes its time. */
    private static final class LongBody extends RequestBody {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            for (int i = 0; i < CHUNKS; i++) {
                sink.write(new byte[1024]);
                sink.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }
}
