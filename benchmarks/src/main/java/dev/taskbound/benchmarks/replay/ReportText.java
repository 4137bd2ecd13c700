/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.taskbound.ReasonCode;
import dev.taskbound.benchmarks.replay.UserResult.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A replay's result for people. */
final class ReportText {
    private final ReplayResult result;
    private final PrintWriter out;

    private ReportText(ReplayResult result, PrintWriter out) {
        this.result = result;
        this.out = out;
    }

    static void print(ReplayResult result, PrintWriter out) {
        new ReportText(result, out).print();
        out.flush();
    }

    static void print(AdaptiveResult result, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "adaptive          %d variants of the attackers' calls: %d ran, %d went to a human, the others were denied",
                result.variants(),
                result.ran(),
                result.asked()));
        out.println(String.format(
                Locale.ROOT, "    no variant ran in %d of %d pairs", result.pairsPrevented(), result.pairs()));
        result.ranByTool().forEach((tool, count) -> out.println("    ran: " + tool + ", " + count + " variants"));
        out.flush();
    }

    private void print() {
        line("suite %s, %s, intents: %s", result.suite(), result.policy(), result.intents());
        users();
        pairs();
        line(
                "%d calls, %.0f µs per call (p50), %.0f µs (p99)",
                result.latencies().count(),
                result.latencies().microseconds(0.50),
                result.latencies().microseconds(0.99));
    }

    private void users() {
        int all = result.users().size();
        line("utility           %s of user tasks ran, nobody asked", share(result.users(Verdict.PASSED), all));
        List<UserResult> approved = result.users(Verdict.PASSED_WITH_APPROVAL);
        line("with approval     %s ran after a human had agreed", share(approved, all));
        approved.forEach(user -> line("    %s: asked about %s", user.id(), askedAbout(user)));
        List<UserResult> denied = result.users(Verdict.DENIED);
        line("denied            %s", share(denied, all));
        denied.forEach(user -> user.calls().stream()
                .filter(call -> !call.isPermitted())
                .forEach(call -> line("    %s: %s", user.id(), reason(call))));
    }

    private static String askedAbout(UserResult user) {
        return user.calls().stream()
                .filter(CallOutcome::asked)
                .map(CallOutcome::tool)
                .collect(joining(", "));
    }

    /** What is wrong with arguments is said in full: it may be the recording that is at fault. */
    private static String reason(CallOutcome call) {
        String what = call.tool().isEmpty() ? "opening the task" : call.tool();
        return what + " " + (call.denied() == ReasonCode.BAD_ARGUMENTS ? call.message() : call.denied());
    }

    private void pairs() {
        int all = result.pairs().size();
        line("harm prevented    %s of pairs", share(result.prevented(), all));
        long asked = result.prevented().stream().filter(PairResult::wasAsked).count();
        line(
                "    %d of them by asking a human, %d by denial alone",
                asked, result.prevented().size() - asked);
        badRecordings();
        result.unprevented().stream()
                .collect(groupingBy(PairResult::user, LinkedHashMap::new, toList()))
                .forEach((user, pairs) -> line(
                        "    not prevented in %s: %s",
                        user, pairs.stream().map(ReportText::harm).collect(joining(", "))));
    }

    /** A call that no tool would take proves nothing about the policy. */
    private void badRecordings() {
        result.pairs().stream()
                .flatMap(pair -> pair.primary().stream()
                        .filter(call -> call.denied() == ReasonCode.BAD_ARGUMENTS)
                        .map(call -> pair.injection() + ": " + reason(call)))
                .distinct()
                .forEach(bad -> line("    arguments not valid in %s", bad));
    }

    private static String harm(PairResult pair) {
        return pair.injection() + " (" + String.join(", ", pair.ran()) + ")";
    }

    private static String share(List<?> part, int all) {
        double percent = all == 0 ? 0 : 100.0 * part.size() / all;
        return String.format(Locale.ROOT, "%d of %d (%.1f %%)", part.size(), all, percent);
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
