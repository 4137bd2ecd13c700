/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log that {@link FileAuditSink} wrote, without trusting it and without changing it: also while it is being
 * written, when the last line may be seen incomplete.
 *
 * <p>What the chain proves: a record that was changed, removed, added, or moved is found, unless every record after it
 * was made anew. What it cannot prove by itself: that records are not missing at the end, and that somebody who can
 * write the file did not make the whole chain anew; there is no key in it. For that, keep {@link Report#lastHash} from
 * time to time where the writer of the log cannot reach it, and give it as the anchor: everything up to it is then as it
 * was when it was noted.
 */
public final class AuditVerifier {
    private AuditVerifier() {}

    /** @throws IOException if the file cannot be read */
    public static Report verify(Path log) throws IOException {
        return verify(log, Chain.START);
    }

    /**
     * @param anchor a {@link Report#lastHash} or {@link AuditRecord#hash} noted earlier, which the log must still hold
     * @throws IOException if the file cannot be read
     */
    public static Report verify(Path log, String anchor) throws IOException {
        requireNonNull(anchor, "anchor");
        return LogScan.of(Files.newInputStream(log), anchor).report();
    }

    /**
     * Reads a log: hands over each record that verifies, in order, up to the first line that does not.
     *
     * @throws IOException if the file cannot be read
     */
    public static Report read(Path log, Consumer<AuditRecord> each) throws IOException {
        requireNonNull(each, "each");
        return LogScan.of(Files.newInputStream(log), Chain.START, each).report();
    }

    /**
     * What was found.
     *
     * @param records how many verify, counted from the first
     * @param first the time in the first of them; null if there is none
     * @param last the time in the last of them; null if there is none
     * @param lastHash the hash of the last of them; before the first record, the start value of the chain
     * @param unfinished calls that are started and without outcome among them: in progress, or left behind by a crash
     * @param problem the first line that does not verify; null if all do. No line after it was looked at
     */
    public record Report(
            long records,
            @Nullable Instant first,
            @Nullable Instant last,
            String lastHash,
            List<AuditSink.Unfinished> unfinished,
            @Nullable Problem problem) {
        public Report {
            requireNonNull(lastHash, "lastHash");
            unfinished = List.copyOf(unfinished);
        }

        public boolean isOk() {
            return problem == null;
        }
    }

    /**
     * The first thing that is wrong.
     *
     * @param line counted from 1; the line after the last if something is missing there
     * @param text what was expected, without any content of the log
     */
    public record Problem(long line, String text) {}

    /**
     * {@code AuditVerifier FILE [ANCHOR]} prints what was found. Exits with 0 if all verifies, 1 if not, 2 if there is
     * nothing to verify.
     */
    public static void main(String[] arguments) {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        if (arguments.length < 1 || arguments.length > 2) {
            out.println("usage: AuditVerifier FILE [ANCHOR]");
            return 2;
        }
        try {
            Report report = verify(Path.of(arguments[0]), arguments.length == 2 ? arguments[1] : Chain.START);
            print(report, out);
            return report.isOk() ? 0 : 1;
        } catch (IOException e) {
            out.println("cannot be read: " + e);
            return 2;
        }
    }

    private static void print(Report report, PrintStream out) {
        out.println("records     " + report.records());
        out.println("first       " + (report.first() == null ? "-" : report.first()));
        out.println("last        " + (report.last() == null ? "-" : report.last()));
        out.println("last hash   " + report.lastHash());
        out.println("unfinished  " + report.unfinished().size());
        for (AuditSink.Unfinished call : report.unfinished()) {
            AuditEvent started = call.started();
            out.println("  " + started.at() + " task " + shown(started.task()) + " call " + shown(started.call()));
        }
        Problem problem = report.problem();
        out.println(problem == null ? "ok" : "BROKEN      line " + problem.line() + ": " + problem.text());
    }

    // The log is not trusted, and the terminal obeys control characters.
    private static String shown(String text) {
        return text.replaceAll("[^!-~]", "?");
    }
}
