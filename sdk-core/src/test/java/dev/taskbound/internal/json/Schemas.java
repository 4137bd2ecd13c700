/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/** Schemas and values written with single quotes. */
final class Schemas {

    private Schemas() {}

    static JsonSchema compile(String schema) throws JsonRefusedException {
        return JsonSchema.compile(StrictJson.parseObject(schema.replace('\'', '"'), JsonLimits.RESULTS));
    }

    static Optional<String> violation(String schema, String value) throws JsonRefusedException {
        return compile(schema).violation(StrictJson.parse(value.replace('\'', '"'), JsonLimits.RESULTS));
    }

    static void accepts(String schema, String value) throws JsonRefusedException {
        assertThat(violation(schema, value)).as("%s for %s", schema, value).isEmpty();
    }

    static void refuses(String schema, String value) throws JsonRefusedException {
        assertThat(violation(schema, value)).as("%s for %s", schema, value).isPresent();
    }

    static void refuses(String schema, String value, String message) throws JsonRefusedException {
        assertThat(violation(schema, value)).hasValue(message);
    }
}
