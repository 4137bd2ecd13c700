/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pass over a log that trusts nothing in it, up to the first line that does not verify. */
final class LogScan {
    private static final JsonLimits LIMITS = new JsonLimits(LogLines.LONGEST, 64, LogLines.LONGEST, 400, 1024, 200_000);

    private final Chain chain = new Chain(0, Chain.START);
    private final OpenCalls calls = new OpenCalls();
    private final String anchor;
    private @Nullable AuditRecord verified;
    private boolean anchorSeen;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private long verifiedBytes;
    private long tornBytes;
    private @Nullable String problem;

    private LogScan(String anchor) {
        this.anchor = anchor;
        this.anchorSeen = anchor.equals(Chain.START);
    }

    /** Reads to the end, or to the first line that is wrong, and closes the stream. */
    static LogScan of(InputStream in, String anchor) throws IOException {
        return of(in, anchor, record -> {});
    }

    /** As {@link #of(InputStream, String)}, handing over each record that verifies. */
    static LogScan of(InputStream in, String anchor, Consumer<AuditRecord> each) throws IOException {
        LogScan scan = new LogScan(anchor);
        try (LogLines lines = new LogLines(in)) {
            LogLines.Line line = lines.next();
            while (line.ended() && scan.accept(line)) {
                each.accept(Objects.requireNonNull(scan.verified));
                line = lines.next();
            }
            scan.tornBytes = line.ended() ? 0 : line.length();
        }
        return scan;
    }

    Chain chain() {
        return chain;
    }

    List<AuditSink.Unfinished> unfinished() {
        return calls.unfinished();
    }

    /** Where the line after the last verified record starts. */
    long verifiedBytes() {
        return verifiedBytes;
    }

    /** Bytes after the last line feed: what a write left that did not come to its end. */
    long tornBytes() {
        return tornBytes;
    }

    /** What is wrong with the line after the last verified record; null if that line is torn, or there is none. */
    @Nullable
    String problem() {
        return problem;
    }

    AuditVerifier.Report report() {
        return new AuditVerifier.Report(chain.seq(), first, last, chain.last(), unfinished(), reportedProblem());
    }

    private AuditVerifier.@Nullable Problem reportedProblem() {
        long line = chain.seq() + 1;
        if (problem != null) {
            return new AuditVerifier.Problem(line, problem);
        }
        if (tornBytes > 0) {
            return new AuditVerifier.Problem(line, "incomplete: " + tornBytes + " bytes without a line end");
        }
        return anchorSeen ? null : new AuditVerifier.Problem(line, "the log ends without the hash that was expected");
    }

    private boolean accept(LogLines.Line line) {
        try {
            require(!line.isTooLong(), "at most " + LogLines.LONGEST + " bytes");
            accept(line.start());
            return true;
        } catch (JsonRefusedException | IllegalArgumentException e) {
            problem = e.getMessage();
            return false;
        }
    }

    private void accept(byte[] line) throws JsonRefusedException {
        Map<String, @Nullable Object> tree = StrictJson.parseObject(new String(line, StandardCharsets.UTF_8), LIMITS);
        long seq = chain.seq() + 1;
        require(Long.valueOf(seq).equals(tree.get("seq")), "the record of seq " + seq);
        require(chain.last().equals(tree.get("previous")), "a record that follows from the one before");
        Map<?, ?> object = tree.get("event") instanceof Map<?, ?> map ? map : Map.of();
        String hash = verifiedHash(line, CanonicalJson.write(object), tree.get("hash"));
        AuditEvent event = EventJson.read(object);
        require(calls.accept(event, line.length), "at most " + OpenCalls.ROOM + " bytes of calls without outcome");
        verified = new AuditRecord(seq, chain.last(), event, hash);
        chain.advance(hash);
        first = first == null ? event.at() : first;
        last = event.at();
        verifiedBytes += line.length + 1;
        anchorSeen |= anchor.equals(hash);
    }

    // The line that must stand here is made anew and compared whole: nothing in it can escape the comparison.
    private String verifiedHash(byte[] line, String event, @Nullable Object found) {
        String hash = chain.hashOfNext(event);
        require(hash.equals(found), "a hash that matches the record");
        byte[] expected = chain.lineOfNext(event, hash);
        require(
                Arrays.equals(expected, 0, expected.length - 1, line, 0, line.length),
                "a record in canonical form and nothing beside it");
        return hash;
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
