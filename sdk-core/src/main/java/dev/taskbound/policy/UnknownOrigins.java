/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.policy.ConfiguredTool.UntrustedContent;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of one call whose origin matters and is not known: control arguments as a whole, of content the links,
 * addresses, telephone and account numbers in it.
 */
final class UnknownOrigins {
    private final List<String> asked = new ArrayList<>();
    private final List<String> forbidden = new ArrayList<>();
    private final boolean haveForgotten;

    UnknownOrigins(ConfiguredTool tool, AccessRequest request) {
        haveForgotten = request.origins().haveForgotten();
        for (String name : tool.profile().control()) {
            if (request.arguments().containsKey(name) && !isKnown(name, tool, request)) {
                asked.add(name);
            }
        }
        tool.content().forEach((name, rule) -> addContent(name, request, isDenied(rule) ? forbidden : asked));
    }

    private static boolean isDenied(UntrustedContent rule) {
        return rule == UntrustedContent.DENY;
    }

    private static boolean isKnown(String name, ConfiguredTool tool, AccessRequest request) {
        Object value = request.arguments().get(name);
        ArgumentType type = tool.profile().arguments().get(name);
        if (type != null && type.leavesOut(value)) {
            return true;
        }
        List<AllowedOrigin> from = tool.from().get(name);
        return from == null ? request.origins().known(value) : AllowedOrigin.holdAll(from, value, request.origins());
    }

    private static void addContent(String name, AccessRequest request, List<String> unknown) {
        if (!isContentKnown(name, request)) {
            unknown.add(name);
        }
    }

    static boolean isContentKnown(String name, AccessRequest request) {
        Object value = request.arguments().get(name);
        return request.origins().known(value)
                || request.origins().unknownEntities(value).isEmpty();
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
        String forgotten = haveForgotten ? "; the task has seen more than it could remember" : "";
        return "of unknown origin: " + String.join(", ", names()) + forgotten;
    }
}
