/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas come from servers that nobody has to trust: bounded work, refused when in doubt. */
class HostileSchemaTest {

    // Far above what any of these takes: a guard against work without bounds, no measurement.
    private static final Duration BOUNDED = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'strnig'}",
                "{'type':null}",
                "{'type':7}",
                "{'type':['string',1]}",
                "{'properties':[]}",
                "{'properties':{'a':1}}",
                "{'properties':{'a':null}}",
                "{'required':'a'}",
                "{'required':[1]}",
                "{'items':1}",
                "{'items':[1]}",
                "{'anyOf':[]}",
                "{'anyOf':{}}",
                "{'allOf':[3]}",
                "{'not':'x'}",
                "{'minimum':'1'}",
                "{'minLength':-1}",
                "{'maxItems':1.5}",
                "{'multipleOf':0}",
                "{'multipleOf':-1}",
                "{'enum':'a'}",
                "{'enum':null}",
                "{'uniqueItems':1}",
                "{'nullable':'yes'}",
                "{'exclusiveMinimum':true}",
                "{'additionalProperties':'no'}",
                "{'$ref':'#/$defs/none'}",
                "{'$ref':'http://example.com/x'}",
                "{'$ref':'other.json'}",
                "{'$ref':'#anchor'}",
                "{'$ref':7}",
                "{'$ref':''}",
                "{'$ref':'#/$defs/a/b/c','$defs':{'a':{'b':3}}}",
                "{'properties':{'a':{'properties':{'b':{'type':'x'}}}}}",
                "{'$defs':{'a':{'type':'x'}},'$ref':'#/$defs/a'}"
            })
    void refusesMalformedSchemas(String schema) {
        assertThatThrownBy(() -> Schemas.compile(schema))
                .isInstanceOf(JsonRefusedException.class)
                .hasMessageStartingWith("schema, $");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'if':true}",
                "{'contains':true}",
                "{'patternProperties':{}}",
                "{'dependentRequired':{}}",
                "{'dependentSchemas':{}}",
                "{'dependencies':{}}",
                "{'unevaluatedProperties':true}",
                "{'unevaluatedProperties':{}}",
                "{'unevaluatedItems':false}",
                "{'$dynamicRef':'#a'}",
                "{'$recursiveRef':'#'}",
                "{'properties':{'a':{'if':true}}}"
            })
    void refusesKeywordsThatItCannotHonour(String schema) {
        assertThatThrownBy(() -> Schemas.compile(schema)).isInstanceOf(JsonRefusedException.class);
    }

    @Test
    void propertiesMayHaveTheNamesOfKeywords() throws Exception {
        Schemas.accepts(
                "{'properties':{'if':{'type':'string'},'$ref':{'type':'string'}},'unevaluatedProperties':false}",
                "{'if':'x','$ref':'y'}");
    }

    @Test
    void saysWhereInTheSchema() {
        assertThatThrownBy(() -> Schemas.compile("{'properties':{'a':{'anyOf':[{},{'minLength':'x'}]}}}"))
                .hasMessage("schema, $.properties.a.anyOf[1].minLength: expected a number");
    }

    @Test
    void refusesSchemasThatAreNoTreesOfJson() {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("items", cycle);
        List<Map<String, ?>> schemas = List.of(
                cycle,
                Map.of("minimum", Double.NaN),
                Map.of("minimum", new BigDecimal("1E+1000000000")),
                Map.of("multipleOf", new BigDecimal("1E-1000000000")),
                Map.of("default", new Object()),
                Map.of("properties", Map.of(1, true)),
                Map.of("enum", IntStream.range(0, 60_000).boxed().toList()),
                Map.of("enum", List.of(Long.MAX_VALUE)));
        for (Map<String, ?> schema : schemas) {
            assertThatThrownBy(() -> JsonSchema.compile(schema)).isInstanceOf(JsonRefusedException.class);
        }
    }

    @Test
    void deepSchemasNeitherOverflowTheStackNorPass() {
        Map<String, Object> deep = Map.of();
        for (int i = 0; i < 100_000; i++) {
            deep = Map.of("items", deep);
        }
        Map<String, Object> schema = deep;
        assertThatThrownBy(() -> JsonSchema.compile(schema)).isInstanceOf(JsonRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'anyOf':[{'$ref':'#'},{'$ref':'#'}]}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}"
            })
    void refusesReferencesThatNeverEnd(String schema) {
        assertBounded(() -> assertThatThrownBy(() -> Schemas.compile(schema)).isInstanceOf(JsonRefusedException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#/properties/a'}",
                "{'not':{'$ref':'#/properties/a'}}",
                "{'anyOf':[true,{'$ref':'#/properties/a'}]}"
            })
    void referencesThatNeverEndAreAViolationEvenUnderNot(String schema) throws Exception {
        JsonSchema compiled = Schemas.compile("{'items':{'properties':{'a':" + schema.replace("#", "#/items") + "}}}");
        assertBounded(() -> assertThat(compiled.violation(List.of(Map.of("a", 1L))))
                .isPresent()
                .get()
                .asString()
                .contains("bounded work"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anyOf", "oneOf", "allOf"})
    void exponentialAlternativesAreAViolation(String keyword) throws Exception {
        Map<String, Object> defs = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            Map<String, Object> next = Map.of("$ref", "#/$defs/d" + (i + 1));
            defs.put("d" + i, Map.of(keyword, List.of(next, next)));
        }
        defs.put("d40", Map.of("type", "string"));
        JsonSchema schema = JsonSchema.compile(Map.of("items", Map.of("$ref", "#/$defs/d0"), "$defs", defs));
        assertBounded(() -> assertThat(schema.violation(List.of("x"))).isPresent());
    }

    @Test
    void exponentialAlternativesOfThePropertiesAreRefused() {
        Map<String, Object> defs = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            Map<String, Object> next = Map.of("$ref", "#/$defs/d" + (i + 1));
            defs.put("d" + i, Map.of("anyOf", List.of(next, next)));
        }
        defs.put("d40", Map.of("type", "object"));
        Map<String, Object> schema = Map.of("$ref", "#/$defs/d0", "$defs", defs);
        assertBounded(
                () -> assertThatThrownBy(() -> JsonSchema.compile(schema)).isInstanceOf(JsonRefusedException.class));
    }

    @Test
    void manyExpensiveChecksOfLargeValuesAreAViolation() throws Exception {
        List<Object> checks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            checks.add(Map.of("maxLength", i, "enum", List.of("x")));
        }
        JsonSchema schema = JsonSchema.compile(Map.of("anyOf", checks));
        assertBounded(() -> assertThat(schema.violation("y".repeat(100_000))).isPresent());
    }

    @Test
    void collidingItemsDoNotMakeUniqueItemsSlow() throws Exception {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            items.add(List.of(text.toString()));
        }
        JsonSchema schema = Schemas.compile("{'uniqueItems':true}");
        assertBounded(() -> assertThat(schema.violation(items)).isEmpty());
    }

    @Test
    void ordinaryLargeArgumentsAreWithinBounds() throws Exception {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            rows.add(Map.of("id", (long) i, "name", "n" + i, "tags", List.of("a", "b")));
        }
        Schemas.compile(
                        "{'items':{'type':'object','required':['id'],'properties':{'id':{'type':'integer','minimum':0},"
                                + "'name':{'anyOf':[{'type':'string','maxLength':9},{'type':'null'}]},'tags':{'items':{'enum':['a','b']}}}}}")
                .violation(rows)
                .ifPresent(Assertions::fail);
    }

    @RepeatedTest(5)
    void madeUpSchemasCompileOrAreRefusedAndNothingElse() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            Map<String, Object> schema = new SchemaMaker(random).schema(4);
            try {
                JsonSchema.compile(schema).violation(Map.of("a", List.of(1L, "x"), "b", Map.of("a", true)));
            } catch (JsonRefusedException e) {
                assertThat(e).message().startsWith("schema, $");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", schema " + schema, e);
            }
        }
    }

    private static void assertBounded(Executable work) {
        Assertions.assertTimeoutPreemptively(BOUNDED, work);
    }

    private record SchemaMaker(SplittableRandom random) {

        private static final List<String> KEYWORDS = List.of(
                "type",
                "properties",
                "required",
                "items",
                "prefixItems",
                "anyOf",
                "oneOf",
                "allOf",
                "not",
                "$ref",
                "enum",
                "const",
                "minimum",
                "exclusiveMaximum",
                "multipleOf",
                "minLength",
                "uniqueItems",
                "additionalProperties",
                "propertyNames",
                "nullable",
                "maxProperties",
                "minItems",
                "$defs");

        Map<String, Object> schema(int depth) {
            Map<String, Object> schema = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                schema.put(KEYWORDS.get(random.nextInt(KEYWORDS.size())), value(depth));
            }
            return schema;
        }

        private Object value(int depth) {
            return switch (random.nextInt(depth > 0 ? 10 : 6)) {
                case 0 -> random.nextBoolean();
                case 1 -> random.nextInt(-1, 5);
                case 2 -> List.of("string", "object", "a", "array").get(random.nextInt(4));
                case 3 -> List.of("#", "#/items", "#/properties/a", "#/$defs/a").get(random.nextInt(4));
                case 4 -> List.of("a", "b");
                case 5 -> 0.5;
                case 6, 7 -> schema(depth - 1);
                case 8 -> Map.of("a", schema(depth - 1), "b", schema(depth - 1));
                default -> List.of(schema(depth - 1), schema(depth - 1));
            };
        }
    }
}
