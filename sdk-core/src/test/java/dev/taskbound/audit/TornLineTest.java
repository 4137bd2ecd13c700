/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 2: a torn last line is detected on open and recorded, nothing before it is lost. */
class TornLineTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-02T08:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path log;
    private byte[] whole;
    private int lastLine;

    @BeforeEach
    void writeThreeRecords() throws IOException {
        log = directory.resolve("audit.jsonl");
        try (FileAuditSink sink = FileAuditSink.open(log, Durability.OPERATING_SYSTEM)) {
            for (String call : List.of("c1", "c2", "c3")) {
                AuditSinkKit.get(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, call)));
            }
        }
        whole = Files.readAllBytes(log);
        lastLine = new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8).lastIndexOf('\n') + 1;
    }

    @Test
    void isReplacedByItsEvidenceWhereverItWasCut() throws Exception {
        for (int cut = lastLine + 1; cut < whole.length; cut++) {
            byte[] torn = Arrays.copyOfRange(whole, lastLine, cut);
            Files.write(log, Arrays.copyOf(whole, cut));
            assertThat(AuditVerifier.verify(log).problem())
                    .isEqualTo(
                            new AuditVerifier.Problem(3, "incomplete: " + torn.length + " bytes without a line end"));
            openAndClose();
            assertThat(AuditVerifier.verify(log).isOk()).as("cut at %s", cut).isTrue();
            assertThat(Arrays.copyOf(Files.readAllBytes(log), lastLine)).isEqualTo(Arrays.copyOf(whole, lastLine));
            assertThat(lastEvent())
                    .containsEntry("type", "recovered")
                    .containsEntry("at", "2026-11-02T08:00:00Z")
                    .containsEntry("attributes", evidence(torn));
        }
    }

    @Test
    void nothingIsRecordedWhereNothingIsTorn() throws IOException {
        for (int size : List.of(0, lastLine, whole.length)) {
            Files.write(log, Arrays.copyOf(whole, size));
            openAndClose();
            assertThat(Files.readAllBytes(log)).isEqualTo(Arrays.copyOf(whole, size));
        }
    }

    @Test
    void leavesEvidenceWhenTheRecoveryIsCutShort() throws Exception {
        byte[] torn = Arrays.copyOfRange(whole, lastLine, whole.length - 1);
        Files.write(log, Arrays.copyOf(whole, whole.length - 1));
        openAndClose();
        byte[] recovered = Files.readAllBytes(log);
        for (int written = 1; written <= recovered.length - lastLine; written += 13) {
            byte[] mixed = Arrays.copyOf(recovered, lastLine + Math.max(written, torn.length));
            if (written < torn.length) {
                System.arraycopy(torn, written, mixed, lastLine + written, torn.length - written);
            } else {
                mixed = Arrays.copyOf(mixed, lastLine + written);
            }
            Files.write(log, mixed);
            openAndClose();
            assertThat(AuditVerifier.verify(log).isOk()).isTrue();
            assertThat(lastEvent()).containsEntry("type", "recovered");
        }
    }

    @Test
    void mayBeLongerThanAnyRecordAndHoldAnything() throws Exception {
        byte[] zeros = new byte[3 * LogLines.LONGEST];
        byte[] log3 = Arrays.copyOf(whole, whole.length + zeros.length);
        Files.write(log, log3);
        openAndClose();
        assertThat(AuditVerifier.verify(log).records()).isEqualTo(4);
        assertThat(lastEvent()).containsEntry("attributes", evidence(zeros));
    }

    @Test
    void aDamagedLineWithItsEndIsNoTornLine() throws IOException {
        byte[] damaged = whole.clone();
        damaged[whole.length - 2] = 'x';
        Files.write(log, damaged);
        assertThatThrownBy(this::openAndClose)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("audit.jsonl, line 3: ");
        assertThat(Files.readAllBytes(log)).isEqualTo(damaged);
    }

    private void openAndClose() throws IOException {
        FileAuditSink.open(log, Durability.OPERATING_SYSTEM, CLOCK).close();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> lastEvent() throws Exception {
        List<String> lines = Files.readAllLines(log);
        return (Map<String, Object>) StrictJson.parseObject(lines.get(lines.size() - 1), JsonLimits.RESULTS)
                .get("event");
    }

    private static Map<String, Object> evidence(byte[] torn) throws IOException {
        byte[] start = Arrays.copyOf(torn, Math.min(torn.length, TornLine.KEPT));
        return Map.of(
                "torn.bytes", (long) torn.length,
                "torn.digest", new Sha256().of(new ByteArrayInputStream(torn)),
                "torn.start", Base64.getUrlEncoder().withoutPadding().encodeToString(start));
    }
}
