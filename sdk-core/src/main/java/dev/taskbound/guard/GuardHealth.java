/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the parts of a guard would answer, as of one look at them. Holds no secret and no content of any record.
 *
 * @param policySince when the policy in force was put into force
 * @param faults what each part suffers from, by the part's name ({@code audit}, {@code state}, {@code approvals}, {@code
 *     source.<name>}, {@code revocations.<file>}); empty for a part without a fault
 */
public record GuardHealth(Instant policySince, Map<String, Optional<String>> faults) {
    public GuardHealth {
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
    }

    /** Whether no part has a fault. */
    public boolean isSound() {
        return faults.values().stream().allMatch(Optional::isEmpty);
    }
}
