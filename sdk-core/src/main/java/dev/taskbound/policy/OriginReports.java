/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Suggestion;
import dev.taskbound.origin.Origins;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where a value came from and, where that does not suffice, what would have; never the value. */
final class OriginReports {
    private OriginReports() {}

    static String control(String name, ConfiguredTool tool, AccessRequest request, boolean isKnown) {
        Object value = request.arguments().get(name);
        String kind = "control, ";
        if (ArgumentType.isNothing(value)) {
            return kind + nothing(value, tool.profile().arguments().get(name), isKnown);
        }
        List<AllowedOrigin> from = tool.from().get(name);
        if (from == null || isKnown || !request.origins().known(value)) {
            String object =
                    !isKnown && value instanceof Map ? "an object, known only as it stands in a trusted result, " : "";
            return kind + object + from(request.origins().of(value), request.origins());
        }
        // All of them known, but not from what is asked for: the fields tell a path that is spelt otherwise.
        return kind + from(request.origins().fields(value), request.origins()) + ", not from "
                + from.stream().map(AllowedOrigin::text).collect(Collectors.joining(", ")) + " as its from asks"
                + meant(from, request.origins().fields(value));
    }

    /** A field that is spelt nearly like one that held the value. */
    private static String meant(List<AllowedOrigin> from, Collection<String> fields) {
        List<String> written = fields.stream()
                .map(field -> field.replaceFirst("^result\\.", "").replace('#', '.'))
                .toList();
        return from.stream()
                .map(origin -> Suggestion.of(origin.text(), written))
                .filter(suggestion -> !suggestion.isEmpty())
                .findFirst()
                .orElse("");
    }

    static String content(String name, AccessRequest request, boolean isKnown) {
        String found = isKnown ? "nothing in it" : "with something in it that is";
        Object value = request.arguments().get(name);
        return request.origins().known(value)
                ? "content, " + from(request.origins().of(value), request.origins())
                : "content, " + found + " of no trusted origin" + forgotten(request.origins());
    }

    private static String nothing(@Nullable Object value, @Nullable ArgumentType type, boolean isKnown) {
        String found = value == null ? "null" : value.equals("") ? "an empty text" : "an empty list";
        if (isKnown) {
            return found + ", which " + (type == null ? "its type" : type.word()) + " lets pass";
        }
        String word = type == null ? (value instanceof List ? "list" : "string") : type.word();
        return found + ", which has no origin; where that may pass, args declares it as " + word + " or null";
    }

    private static String from(Collection<String> names, Origins origins) {
        return names.isEmpty()
                ? "of no trusted origin" + forgotten(origins)
                : "from " + names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String forgotten(Origins origins) {
        return origins.haveForgotten() ? " that is remembered: the task has seen more than fits" : "";
    }
}
