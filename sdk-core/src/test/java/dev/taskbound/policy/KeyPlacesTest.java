/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that says where a key belongs is right about it: the file takes the key there. */
class KeyPlacesTest {
    @Test
    void everyKeyThatHasAPlaceIsOneOfTheFormat() throws IOException {
        String schema;
        try (var in = Policy.class.getResourceAsStream("taskbound.schema.json")) {
            schema = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> inWords =
                List.of("roles", "default", "label", "unless", "max", "principal", "required", "optional", "nullable");
        assertThat(KeyPlaces.keys())
                .filteredOn(key -> !inWords.contains(key))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(schema).contains("\"" + key + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wehn", "something", ""})
    void otherKeysHaveNone(String key) {
        assertThat(KeyPlaces.of(key)).isEmpty();
    }
}
