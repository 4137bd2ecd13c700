/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.exposure.Exposure.ArgumentExposure;
import dev.taskbound.cli.exposure.Exposure.Hold;
import dev.taskbound.cli.exposure.Exposure.IntentExposure;
import dev.taskbound.cli.exposure.Exposure.ToolExposure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An exposure as a comment of a pull request. */
final class ExposureMarkdown {
    private ExposureMarkdown() {}

    static List<String> lines(Exposure exposure) {
        List<String> lines = new ArrayList<>();
        lines.add("### What a hijacked model could do under policy " + cell(exposure.policy()) + ", revision "
                + exposure.revision());
        exposure.intents().forEach(intent -> lines.addAll(lines(intent)));
        return lines;
    }

    private static List<String> lines(IntentExposure intent) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("#### " + cell(intent.name()));
        lines.add("Opened by " + cell(intent.opened()) + ". Reaches " + cell(intent.reaches("no system")) + ".");
        lines.add("");
        lines.add("| tool | action | at most | asks | sums | arguments |");
        lines.add("|---|---|---|---|---|---|");
        intent.tools().forEach(tool -> lines.add(row(tool)));
        if (!intent.flows().isEmpty()) {
            lines.add("");
            FlowGroup.of(intent.flows())
                    .forEach(flow ->
                            lines.add("- " + cell(flow.label() + " → " + flow.destinations() + ": " + flow.state())));
        }
        return lines;
    }

    private static String row(ToolExposure tool) {
        String name = tool.destination().isEmpty() ? tool.tool() : tool.tool() + " → " + tool.destination();
        String arguments = Stream.concat(
                        tool.arguments().stream().map(ExposureMarkdown::argument),
                        tool.uncounted().stream().map(part -> cell("not counted as narrowing: " + part)))
                .collect(Collectors.joining("<br>"));
        return "| " + cell(name) + " | " + tool.action() + " | " + tool.calls() + " | " + cell(tool.human()) + " | "
                + cell(String.join("; ", tool.sums())) + " | " + arguments + " |";
    }

    private static String argument(ArgumentExposure argument) {
        return argument.hold() == Hold.FREE
                ? "**" + cell(argument.name()) + ": free**"
                : cell(argument.name() + ": " + String.join("; ", argument.by()));
    }

    /** Text that a table takes as text. */
    static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace('\n', ' ');
    }
}
