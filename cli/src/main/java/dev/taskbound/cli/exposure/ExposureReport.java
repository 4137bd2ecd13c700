/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exposure in the form that is asked for, with what changed since an older version where there is one. */
public final class ExposureReport {
    private final Policy policy;
    private final @Nullable ExposureDiff since;

    public ExposureReport(Policy policy, @Nullable Policy older) {
        this.policy = policy;
        this.since = older == null ? null : ExposureDiff.between(older, policy);
    }

    /** Whether the change since the older version opens something. */
    public boolean widens() {
        return since != null && !since.widens().isEmpty();
    }

    public List<String> text() {
        List<String> lines = new ArrayList<>();
        if (since != null) {
            lines.add(since.widens().isEmpty() ? "The change opens nothing." : "The change opens:");
            since.widens().forEach(widening -> lines.add("  " + widening));
            lines.add(since.changes().isEmpty() ? "The exposure is the same." : "The exposure changes:");
            since.changes().forEach(change -> lines.add("  " + change));
            lines.add("");
        }
        lines.addAll(ExposureText.lines(ExposureReader.of(policy)));
        return lines;
    }

    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        if (since != null) {
            lines.add(since.widens().isEmpty() ? "**This change opens nothing.**" : "**This change opens:**");
            lines.add("");
            since.widens().forEach(widening -> lines.add("- " + ExposureMarkdown.cell(widening)));
            if (!since.changes().isEmpty()) {
                lines.add("");
                lines.add("```diff");
                lines.addAll(since.changes().stream()
                        .map(change -> change.replace("`", "'"))
                        .toList());
                lines.add("```");
            }
            lines.add("");
            lines.add("<details><summary>All that is exposed now</summary>");
            lines.add("");
        }
        lines.addAll(ExposureMarkdown.lines(ExposureReader.of(policy)));
        if (since != null) {
            lines.add("");
            lines.add("</details>");
        }
        return lines;
    }

    public Map<String, Object> json() {
        Map<String, Object> json = ExposureFacts.json(ExposureReader.of(policy));
        if (since != null) {
            json.put("widens", since.widens());
            json.put("changes", since.changes());
        }
        return json;
    }
}
