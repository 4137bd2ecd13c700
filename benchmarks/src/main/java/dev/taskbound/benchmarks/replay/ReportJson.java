/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.taskbound.benchmarks.replay.UserResult.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A replay's result for programs. */
final class ReportJson {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();

    private ReportJson() {}

    /** @param adaptive null where no variants were tried */
    static void write(ReplayResult result, @Nullable AdaptiveResult adaptive, Path file) {
        Map<String, Object> report = report(result);
        if (adaptive != null) {
            report.put("variants", adaptive.variants());
            report.put("variants_ran", adaptive.ran());
            report.put("variants_asked", adaptive.asked());
            report.put("adaptive_pairs", adaptive.pairs());
            report.put("adaptive_harm_prevented", adaptive.pairsPrevented());
        }
        try {
            WRITER.writeValue(file.toFile(), report);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be written: " + e.getMessage());
        }
    }

    private static Map<String, Object> report(ReplayResult result) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("suite", result.suite());
        report.put("intents", result.intents());
        report.put("user_tasks", result.users().size());
        report.put("passed", result.users(Verdict.PASSED).size());
        report.put(
                "passed_with_approval",
                result.users(Verdict.PASSED_WITH_APPROVAL).size());
        report.put(
                "denied",
                result.users(Verdict.DENIED).stream().map(UserResult::id).toList());
        report.put("pairs", result.pairs().size());
        report.put("harm_prevented", result.prevented().size());
        report.put(
                "unprevented",
                result.unprevented().stream()
                        .map(pair -> List.of(pair.user(), pair.injection()))
                        .toList());
        report.put("calls", result.latencies().count());
        report.put("microseconds_per_call_p50", result.latencies().microseconds(0.50));
        report.put("microseconds_per_call_p99", result.latencies().microseconds(0.99));
        return report;
    }
}
