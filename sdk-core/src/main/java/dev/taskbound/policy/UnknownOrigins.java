/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.policy.ConfiguredTool.UntrustedContent;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of one call whose origin matters and is not known. Content counts as a whole: text is trusted only if
 * all of it was seen in a trusted origin.
 */
final class UnknownOrigins {
    private final List<String> asked = new ArrayList<>();
    private final List<String> forbidden = new ArrayList<>();

    UnknownOrigins(ConfiguredTool tool, AccessRequest request) {
        for (String name : tool.profile().control()) {
            add(name, request, asked);
        }
        tool.content().forEach((name, rule) -> add(name, request, rule == UntrustedContent.DENY ? forbidden : asked));
    }

    private static void add(String name, AccessRequest request, List<String> unknown) {
        boolean isThere = request.arguments().containsKey(name);
        if (isThere && !request.origins().known(request.arguments().get(name))) {
            unknown.add(name);
        }
    }

    boolean isNone() {
        return asked.isEmpty() && forbidden.isEmpty();
    }

    /** Whether one of them is refused whatever the intent says of unknown origins. */
    boolean isForbidden() {
        return !forbidden.isEmpty();
    }

    /** The arguments, those that are refused in any case first. */
    List<String> names() {
        List<String> names = new ArrayList<>(forbidden);
        names.addAll(asked);
        return names;
    }

    String detail() {
        return "of unknown origin: " + String.join(", ", names());
    }
}
