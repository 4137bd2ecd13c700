/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.origin.Origins;
import dev.taskbound.policy.AccessRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What in an argument is of unknown origin. */
final class UnknownValues {
    private UnknownValues() {}

    static List<String> in(AccessRequest request, String argument) {
        Object value = request.arguments().get(argument);
        Origins origins = request.origins();
        if (!request.tool().control().contains(argument)) {
            return origins.unknownEntities(value);
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list.stream()
                    .filter(element -> !origins.known(element))
                    .map(UnknownValues::shown)
                    .toList();
        }
        return List.of(shown(value));
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? text : CanonicalJson.write(value);
    }
}
