/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a change of a policy changes of its exposure.
 *
 * @param widens what the newer policy permits that the older does not, as a reload would announce it
 * @param changes facts that are new, gone or different, one line each
 */
public record ExposureDiff(List<String> widens, List<String> changes) {
    public ExposureDiff {
        widens = List.copyOf(widens);
        changes = List.copyOf(changes);
    }

    public static ExposureDiff between(Policy older, Policy newer) {
        Map<String, String> before = ExposureFacts.facts(ExposureReader.of(older));
        Map<String, String> after = ExposureFacts.facts(ExposureReader.of(newer));
        List<String> changes = new ArrayList<>();
        after.forEach((path, fact) -> {
            String earlier = before.get(path);
            if (earlier == null) {
                changes.add("+ " + path + ": " + fact);
            } else if (!earlier.equals(fact)) {
                changes.add("~ " + path + ": " + fact + "   (was: " + earlier + ")");
            }
        });
        before.forEach((path, fact) -> {
            if (!after.containsKey(path)) {
                changes.add("- " + path + ": " + fact);
            }
        });
        return new ExposureDiff(older.widenings(newer), changes);
    }
}
