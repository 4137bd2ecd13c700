/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
    private static final int RECORDS = 8;

    @TempDir
    Path directory;

    private Path log;
    private List<String> lines;

    @BeforeEach
    void writeRecords() throws IOException {
        log = directory.resolve("audit.jsonl");
        try (FileAuditSink sink = FileAuditSink.open(log, Durability.OPERATING_SYSTEM)) {
            for (int i = 1; i <= RECORDS; i++) {
                AuditEvent.Type type = i % 2 == 1 ? AuditEvent.Type.STARTED : AuditEvent.Type.SUCCEEDED;
                AuditSinkKit.get(sink.append(AuditSinkKit.event(type, "c" + i / 3)));
            }
        }
        lines = new ArrayList<>(Files.readAllLines(log));
    }

    @Test
    void reportsWhatItVerified() throws Exception {
        AuditVerifier.Report report = AuditVerifier.verify(log);
        assertThat(report.isOk()).isTrue();
        assertThat(report.records()).isEqualTo(RECORDS);
        assertThat(report.first()).isEqualTo(AuditSinkKit.NOON);
        assertThat(report.last()).isEqualTo(AuditSinkKit.NOON);
        assertThat(report.lastHash()).isEqualTo(tree(RECORDS).get("hash"));
    }

    @Test
    void handsOverEachRecordThatVerifiesAndNoneAfterOneThatDoesNot() throws IOException {
        List<AuditRecord> read = new ArrayList<>();

        assertThat(AuditVerifier.read(log, read::add).isOk()).isTrue();
        assertThat(read).extracting(AuditRecord::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(read.get(1).previous()).isEqualTo(read.get(0).hash());

        lines.set(4, lines.get(4).replace("started", "denied"));
        Files.write(log, lines);
        read.clear();
        assertThat(AuditVerifier.read(log, read::add).problem().line()).isEqualTo(5);
        assertThat(read).hasSize(4);
    }

    @Test
    void anEmptyLogIsWhole() throws IOException {
        Files.write(log, new byte[0]);
        AuditVerifier.Report report = AuditVerifier.verify(log);
        assertThat(report.isOk()).isTrue();
        assertThat(report.records()).isZero();
        assertThat(report.first()).isNull();
    }

    @RepeatedTest(200)
    void findsAnyFlippedBit() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = Files.readAllBytes(log);
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        long line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        Files.write(log, bytes);
        AuditVerifier.Report report = AuditVerifier.verify(log);
        assertThat(report.isOk()).as("seed %s", seed).isFalse();
        assertThat(report.problem().line()).as("seed %s", seed).isEqualTo(line);
        assertThat(report.records()).isEqualTo(line - 1);
    }

    @Test
    void findsARemovedLine() throws IOException {
        for (int removed = 1; removed < RECORDS; removed++) {
            List<String> rest = new ArrayList<>(lines);
            rest.remove(removed - 1);
            assertBroken(rest, removed, "seq " + removed);
        }
    }

    @Test
    void findsSwappedLines() throws IOException {
        Collections.swap(lines, 2, 5);
        assertBroken(lines, 3, "seq 3");
    }

    @Test
    void findsADuplicatedLine() throws IOException {
        lines.add(4, lines.get(3));
        assertBroken(lines, 5, "seq 5");
    }

    @Test
    void findsAnEditedValue() throws Exception {
        lines.set(3, lines.get(3).replace("lookup_order", "lookup_other"));
        assertBroken(lines, 4, "hash that matches");
    }

    @Test
    void findsAnEditedValueWhoseOwnHashWasMadeAnew() throws Exception {
        lines.set(3, edited(4, "lookup_other"));
        assertBroken(lines, 5, "follows from the one before");
    }

    @Test
    void findsWhatStandsBesideTheRecord() throws Exception {
        String line = lines.get(3);
        lines.set(3, line.replaceFirst("\\{", "{ "));
        assertBroken(lines, 4, "canonical form");
        lines.set(3, line.substring(0, line.length() - 1) + ",\"z\":1}");
        assertBroken(lines, 4, "canonical form");
        lines.set(3, line + line);
        assertBroken(lines, 4, "");
        lines.set(3, "");
        assertBroken(lines, 4, "");
    }

    @Test
    void findsARecordThatIsNoEvent() throws Exception {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "type", "STARTED", "at", "yesterday", "task", 7L, "attributes", "none", "more", "x")
                .entrySet()) {
            Map<String, Object> tree = tree(4);
            Map<String, Object> event = new TreeMap<>(object(tree.get("event")));
            event.put(wrong.getKey(), wrong.getValue());
            tree.put("event", event);
            lines.set(3, sealed(tree));
            assertBroken(lines, 4, "expected");
        }
    }

    @Test
    void findsALineThatIsLongerThanAnyRecordInBoundedMemory() throws IOException {
        lines.set(3, "x".repeat(5 * LogLines.LONGEST));
        assertBroken(lines, 4, "at most " + LogLines.LONGEST + " bytes");
    }

    // What the chain cannot prove by itself, and what an anchor adds.
    @Test
    void findsACutEndOrANewEndOnlyByAnAnchor() throws Exception {
        String anchor = AuditVerifier.verify(log).lastHash();
        String earlier = (String) tree(5).get("hash");
        assertThat(AuditVerifier.verify(log, anchor).isOk()).isTrue();
        assertThat(AuditVerifier.verify(log, earlier).isOk()).isTrue();

        lines.set(RECORDS - 1, edited(RECORDS, "lookup_other"));
        write(lines);
        assertThat(AuditVerifier.verify(log).isOk()).isTrue();
        assertThat(AuditVerifier.verify(log, anchor).isOk()).isFalse();

        write(lines.subList(0, 6));
        assertThat(AuditVerifier.verify(log).isOk()).isTrue();
        assertThat(AuditVerifier.verify(log, earlier).isOk()).isTrue();
        assertThat(AuditVerifier.verify(log, anchor).problem())
                .isEqualTo(new AuditVerifier.Problem(7, "the log ends without the hash that was expected"));
    }

    @Test
    void printsWhatItFoundAndAnswersWithItsExitCode() throws IOException {
        assertThat(run(0, log.toString())).contains("records     8", "ok");
        assertThat(run(1, log.toString(), "sha-256:another")).contains("BROKEN      line 9");
        lines.remove(2);
        write(lines);
        assertThat(run(1, log.toString())).contains("records     2", "BROKEN      line 3");
        assertThat(run(2)).contains("usage");
        assertThat(run(2, directory.resolve("absent").toString())).contains("cannot be read");
    }

    @Test
    void printsNoControlCharacterOfTheLog() throws IOException {
        try (FileAuditSink sink = FileAuditSink.open(log, Durability.OPERATING_SYSTEM)) {
            AuditSinkKit.get(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "\u001b[2J\nok\u202e")));
        }
        assertThat(run(0, log.toString())).contains("call ?[2J?ok?");
    }

    private static String run(int expected, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = AuditVerifier.run(new PrintStream(out, true, StandardCharsets.UTF_8), arguments);
        assertThat(code).isEqualTo(expected);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void assertBroken(List<String> content, long line, String text) throws IOException {
        write(content);
        AuditVerifier.Report report = AuditVerifier.verify(log);
        assertThat(report.problem()).isNotNull();
        assertThat(report.problem().line()).isEqualTo(line);
        assertThat(report.problem().text()).contains(text);
        assertThat(report.records()).isEqualTo(line - 1);
        assertThatThrownBy(() -> FileAuditSink.open(log)).hasMessageContaining("line " + line + ": ");
    }

    private void write(List<String> content) throws IOException {
        Files.writeString(log, String.join("\n", content) + "\n");
    }

    private Map<String, Object> tree(int line) throws Exception {
        return new TreeMap<>(StrictJson.parseObject(lines.get(line - 1), JsonLimits.RESULTS));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object tree) {
        return (Map<String, Object>) tree;
    }

    private String edited(int line, String tool) throws Exception {
        Map<String, Object> tree = tree(line);
        Map<String, Object> event = new TreeMap<>(object(tree.get("event")));
        event.put("attributes", Map.of("tool", tool));
        tree.put("event", event);
        return sealed(tree);
    }

    /** The record as somebody writes it who knows how hashes are made. */
    private static String sealed(Map<String, Object> tree) {
        tree.remove("hash");
        tree.put("hash", Digests.sha256("taskbound-audit-v1\0", tree));
        return CanonicalJson.write(tree);
    }
}
