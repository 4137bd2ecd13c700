/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tool of a held call that this process does not know from the call itself: after a restart, or where another
 * process made the call. A tool that was made for somebody else's request must not be answered.
 */
@FunctionalInterface
public interface HeldTools {
    /** @return the tool with the key {@code held.tool().key()}; empty if it cannot be told here which one that is */
    Optional<HeldTool> find(HeldCall held);

    /** Finds what exactly one of these finds. */
    static HeldTools anyOf(HeldTools... several) {
        List<HeldTools> all = List.of(several);
        return held -> {
            List<HeldTool> found =
                    all.stream().flatMap(each -> each.find(held).stream()).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        };
    }

    /** Finds none: calls are resumed in the process that made them, while it lives. */
    static HeldTools none() {
        return held -> Optional.empty();
    }
}
