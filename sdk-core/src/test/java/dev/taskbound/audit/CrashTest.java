/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.NeedsPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 2, judged by 6: a process that writes from several threads is killed, round after round, on one log. */
@NeedsPart(ChildJvm.class)
class CrashTest {
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    @Test
    void everyConfirmedRecordSurvivesAKillWithEveryDurability() throws Exception {
        for (Durability durability : Writer.DURABILITIES) {
            Path log = directory.resolve(Writer.DURABILITIES.indexOf(durability) + ".jsonl");
            for (int round = 0; round < ROUNDS; round++) {
                Set<String> confirmed = writeAndKill(log, Writer.DURABILITIES.indexOf(durability), 300 + 400 * round);
                checkAfterKill(log, confirmed, durability);
            }
        }
    }

    private static void checkAfterKill(Path log, Set<String> confirmed, Durability durability) throws Exception {
        Set<String> open = new LinkedHashSet<>();
        Set<String> recorded = new HashSet<>();
        byte[] bytes = Files.readAllBytes(log);
        String whole = new String(bytes, StandardCharsets.UTF_8);
        for (String line : whole.substring(0, whole.lastIndexOf('\n')).split("\n")) {
            read(line, recorded, open);
        }
        assertThat(recorded).as("%s", durability).containsAll(confirmed);

        try (FileAuditSink sink = FileAuditSink.open(log)) {
            assertThat(sink.unfinished().stream().map(call -> call.started().call()))
                    .containsExactlyElementsOf(open);
            for (AuditSink.Unfinished call : sink.unfinished()) {
                AuditSinkKit.get(sink.append(new AuditEvent(
                        AuditEvent.Type.UNKNOWN,
                        Instant.now(),
                        "t",
                        call.started().call(),
                        Map.of())));
            }
        }
        AuditVerifier.Report report = AuditVerifier.verify(log);
        assertThat(report.problem()).isNull();
        assertThat(report.unfinished()).isEmpty();
    }

    /** Reads a line without the code under test. */
    private static void read(String line, Set<String> recorded, Set<String> open) throws Exception {
        Map<?, ?> event =
                (Map<?, ?>) StrictJson.parseObject(line, JsonLimits.RESULTS).get("event");
        String call = (String) event.get("call");
        recorded.add(event.get("type") + " " + call);
        if (event.get("type").equals("started")) {
            open.add(call);
        } else {
            open.remove(call);
        }
    }

    /** What the child said was confirmed before it was killed. */
    private static Set<String> writeAndKill(Path log, int durability, int records)
            throws IOException, InterruptedException {
        Process child = ChildJvm.running(Writer.class, log.toString(), String.valueOf(durability))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> confirmed = new HashSet<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null && line.endsWith(".")) {
                confirmed.add(line.substring(0, line.length() - 1));
                if (confirmed.size() == records) {
                    child.destroyForcibly();
                }
                line = said.readLine();
            }
        } catch (IOException e) {
            // The pipe ends with the child.
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(records);
        return confirmed;
    }

    /** The process that is killed. */
    static final class Writer {
        static final List<Durability> DURABILITIES = List.of(
                Durability.EVERY_RECORD, Durability.periodic(Duration.ofMillis(5)), Durability.OPERATING_SYSTEM);

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            FileAuditSink sink =
                    FileAuditSink.open(Path.of(arguments[0]), DURABILITIES.get(Integer.parseInt(arguments[1])));
            String run = Long.toHexString(System.nanoTime());
            List<Thread> threads = IntStream.range(0, 6)
                    .mapToObj(number -> new Thread(() -> write(sink, run + "-" + number)))
                    .toList();
            threads.forEach(Thread::start);
        }

        private static void write(FileAuditSink sink, String name) {
            PrintStream out = System.out;
            for (int i = 0; i < 1_000_000; i++) {
                String call = name + "-" + i;
                for (AuditEvent.Type type : List.of(AuditEvent.Type.STARTED, AuditEvent.Type.SUCCEEDED)) {
                    AuditSinkKit.get(
                            sink.append(new AuditEvent(type, Instant.now(), "t", call, Map.of("n", (long) i))));
                    out.println(type.word() + " " + call + ".");
                }
            }
        }
    }
}
