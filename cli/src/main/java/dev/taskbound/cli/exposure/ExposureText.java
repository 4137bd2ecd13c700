/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.exposure.Exposure.Hold;
import dev.taskbound.cli.exposure.Exposure.IntentExposure;
import dev.taskbound.cli.exposure.Exposure.ToolExposure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exposure for a terminal. */
final class ExposureText {
    private ExposureText() {}

    static List<String> lines(Exposure exposure) {
        List<String> lines = new ArrayList<>();
        lines.add("Policy " + exposure.policy() + ", revision " + exposure.revision()
                + ": the worst that a fully hijacked model could do");
        exposure.intents().forEach(intent -> lines.addAll(lines(intent)));
        return lines;
    }

    private static List<String> lines(IntentExposure intent) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Intent " + intent.name());
        lines.add("  opened by     " + intent.opened());
        lines.add("  reaches       " + intent.reaches("no system"));
        lines.add("  at worst      " + worst(intent));
        intent.tools().stream()
                .filter(tool -> !tool.isRead() || !tool.isWhollyFree())
                .forEach(tool -> lines.addAll(lines(tool)));
        lines.addAll(free(intent));
        FlowGroup.of(intent.flows())
                .forEach(flow -> lines.add("  " + flow.label() + " -> " + flow.destinations() + ": " + flow.state()));
        return lines;
    }

    /** Reads of which there is nothing to say, those of one system together. */
    private static List<String> free(IntentExposure intent) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        intent.tools().stream()
                .filter(tool -> tool.isRead() && tool.isWhollyFree())
                .forEach(tool -> alike.computeIfAbsent(to(tool) + ", " + tool.calls(), key -> new ArrayList<>())
                        .add(tool.tool()));
        return alike.entrySet().stream()
                .map(reads ->
                        "  read  " + String.join(", ", reads.getValue()) + reads.getKey() + "; every argument FREE")
                .toList();
    }

    private static String to(ToolExposure tool) {
        return tool.destination().isEmpty() ? "" : " to " + tool.destination();
    }

    private static List<String> lines(ToolExposure tool) {
        List<String> lines = new ArrayList<>();
        List<String> details = details(tool);
        // What a read is given matters less: it stands in its line.
        lines.add("  " + tool.action() + "  " + tool.tool() + to(tool) + ", " + tool.calls()
                + (tool.human().isEmpty() ? "" : ", asks " + tool.human())
                + (tool.isRead() && !details.isEmpty() ? "; " + String.join("; ", details) : ""));
        if (!tool.isRead()) {
            details.forEach(detail -> lines.add("           " + detail));
        }
        return lines;
    }

    private static List<String> details(ToolExposure tool) {
        List<String> details = new ArrayList<>();
        tool.sums().forEach(sum -> details.add("sum of " + sum));
        if (!tool.held(Hold.FREE).isEmpty()) {
            details.add("FREE: " + String.join(", ", tool.held(Hold.FREE)));
        }
        tool.arguments().stream()
                .filter(argument -> argument.hold() != Hold.FREE)
                .forEach(argument -> details.add(argument.name() + ": " + String.join("; ", argument.by())));
        tool.uncounted().forEach(part -> details.add("not counted as narrowing: " + part));
        return details;
    }

    /** One sentence: what can be changed, and with what the model chooses itself. */
    static String worst(IntentExposure intent) {
        List<String> worst = new ArrayList<>();
        for (ToolExposure tool : intent.tools()) {
            if (!tool.isRead()) {
                worst.add(tool.tool() + " " + tool.calls() + " (" + choice(tool) + ")");
            }
        }
        return worst.isEmpty() ? "reads only" : String.join("; ", worst);
    }

    private static String choice(ToolExposure tool) {
        List<String> choice = new ArrayList<>();
        List<String> free = tool.held(Hold.FREE);
        choice.add(free.isEmpty() ? "no argument free" : "free: " + String.join(", ", free));
        List<String> narrowed = tool.held(Hold.NARROWED);
        if (!narrowed.isEmpty()) {
            choice.add("in part: " + String.join(", ", narrowed));
        }
        return String.join("; ", choice);
    }
}
