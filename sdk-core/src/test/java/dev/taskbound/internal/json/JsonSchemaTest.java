/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static dev.taskbound.internal.json.Schemas.accepts;
import static dev.taskbound.internal.json.Schemas.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keywords of JSON Schema 2020-12, validation vocabulary: each accepts and refuses. */
class JsonSchemaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"string"}                        | "a"                | 1
            {"type":"integer"}                       | 5                  | 5.5
            {"type":"integer"}                       | 1.0                | "1"
            {"type":"integer"}                       | 1e2                | 1e-2
            {"type":"number"}                        | 5                  | "5"
            {"type":"number"}                        | 5.5                | true
            {"type":"boolean"}                       | false              | 0
            {"type":"null"}                          | null               | 0
            {"type":"array"}                         | []                 | {}
            {"type":"object"}                        | {}                 | []
            {"type":["string","null"]}               | null               | 1
            {"type":"string","nullable":true}        | null               | 1
            {"type":"string","nullable":false}       | "a"                | null
            {"enum":["a",1,{"b":[2.50]}]}            | {"b":[2.5]}        | {"b":[2]}
            {"enum":[1]}                             | 1.0                | "1"
            {"const":null}                           | null               | false
            {"const":100}                            | 1e2                | 100.5
            {"minimum":1.5}                          | 1.5                | 1.4
            {"maximum":10}                           | 10                 | 10.1
            {"exclusiveMinimum":0}                   | 0.001              | 0
            {"exclusiveMaximum":0}                   | -1                 | 0
            {"minimum":0,"exclusiveMinimum":true}    | 1                  | 0
            {"minimum":0,"exclusiveMinimum":false}   | 0                  | -1
            {"maximum":5,"exclusiveMaximum":true}    | 4                  | 5
            {"multipleOf":0.01}                      | 19.99              | 19.999
            {"multipleOf":3}                         | 0                  | 10
            {"minLength":2}                          | "ab"               | "😀"
            {"maxLength":2}                          | "😀😀"             | "abc"
            {"minLength":2}                          | 7                  | ""
            {"minItems":1}                           | [1]                | []
            {"maxItems":1}                           | [1]                | [1,2]
            {"uniqueItems":true}                     | [1,2,"1",null]     | [{"a":1,"b":2},{"b":2,"a":1.0}]
            {"uniqueItems":false}                    | [1,1]              |
            {"items":{"type":"integer"}}             | [1,2]              | [1,"2"]
            {"items":false}                          | []                 | [1]
            {"prefixItems":[{"type":"integer"}]}     | [1,"x"]            | ["x"]
            {"prefixItems":[true],"items":false}     | [1]                | [1,2]
            {"items":[{"type":"string"}],"additionalItems":{"type":"integer"}} | ["a",1] | ["a","b"]
            {"properties":{"a":{"type":"string"}}}   | {"a":"x"}          | {"a":1}
            {"required":["a"],"properties":{"a":true}} | {"a":null}       | {}
            {"additionalProperties":true}            | {"x":{"y":1}}      |
            {"additionalProperties":{"type":"integer"}} | {"x":1}         | {"x":"1"}
            {"additionalProperties":true,"minProperties":1} | {"x":1}     | {}
            {"additionalProperties":true,"maxProperties":1} | {"x":1}     | {"x":1,"y":2}
            {"additionalProperties":true,"propertyNames":{"maxLength":2}} | {"ab":1} | {"abc":1}
            {"allOf":[{"minimum":1},{"maximum":2}]}  | 2                  | 3
            {"anyOf":[{"type":"string"},{"minimum":5,"type":"number"}]} | 5 | 4
            {"oneOf":[{"multipleOf":3},{"multipleOf":5}]} | 9             | 15
            {"oneOf":[{"multipleOf":3},{"multipleOf":5}]} | 10            | 7
            {"not":{"type":"string"}}                | 1                  | "a"
            {"$defs":{"n":{"type":"integer"}},"$ref":"#/$defs/n"} | 1     | "1"
            {"definitions":{"a/b~":{"const":1}},"items":{"$ref":"#/definitions/a~1b~0"}} | [1] | [2]
            {"$defs":{"n":{"type":"integer"}},"$ref":"#/$defs/n","minimum":3} | 3 | 2
            {"type":"object","properties":{"next":{"$ref":"#"}}} | {"next":{"next":{}}} | {"next":{"next":1}}
            {"anyOf":[{"const":1},{"const":2}],"items":{"$ref":"#/anyOf/1"}} | 1 | 3
            """)
    void keywordsAcceptAndRefuse(String schema, String good, String bad) throws Exception {
        accepts(schema, good);
        if (bad != null) {
            refuses(schema, bad);
        }
    }

    @Test
    void patternAndFormatAreNotEvaluated() throws Exception {
        accepts("{'type':'string','pattern':'^(a+)+$','format':'email','x-note':1,'title':'t','default':3}", "'!'");
    }

    @Test
    void integersCountByValueWhateverTheirClass() throws Exception {
        JsonSchema schema = Schemas.compile("{'type':'integer'}");
        assertThat(schema.violation(new BigDecimal("1.0"))).isEmpty();
        assertThat(schema.violation(new BigDecimal("1E+2"))).isEmpty();
        assertThat(schema.violation(7)).isEmpty();
        assertThat(schema.violation(1e2)).isEmpty();
        assertThat(schema.violation(new BigDecimal("1.5"))).isPresent();
    }

    @Test
    void takesTheNumbersOfOtherLibraries() throws Exception {
        Map<String, Object> schema = Map.of("minimum", 1.5, "maximum", Long.MAX_VALUE, "multipleOf", 0.5f);
        assertThat(JsonSchema.compile(schema).violation(2L)).isEmpty();
        assertThat(JsonSchema.compile(schema).violation(1L)).isPresent();
    }

    @Test
    void laterChangesOfTheMapHaveNoEffect() throws Exception {
        Map<String, Object> schema = new HashMap<>(Map.of("type", "string"));
        JsonSchema compiled = JsonSchema.compile(schema);
        schema.clear();
        assertThat(compiled.violation(1L)).isPresent();
    }

    @Test
    void violationsSayWhereAndWhatWasExpected() throws Exception {
        String schema = """
                {'type':'object','required':['iban'],'properties':{
                  'iban':{'type':'string','maxLength':3},
                  'lines':{'type':'array','items':{'type':'object','properties':{'amount':{'type':'number','maximum':500}}}}}}""";
        refuses(schema, "{}", "$: expected the required property \"iban\"");
        refuses(schema, "{'iban':'s3cr3t'}", "$.iban: expected at most 3 characters");
        refuses(
                schema,
                "{'iban':'x','lines':[{},{'amount':501}]}",
                "$.lines[1].amount: expected a number of at most 500");
        refuses(schema, "{'iban':7}", "$.iban: expected string");
        refuses(
                schema,
                "{'iban':'x','ibna':'s3cr3t'}",
                "$: expected no property that the schema does not describe, found \"ibna\"");
    }

    @Test
    void violationsHoldNoValuesAndOnlyEscapedNames() throws Exception {
        String schema = "{'additionalProperties':{'enum':['open','sesame']}}";
        String violation = Schemas.compile(schema)
                .violation(Map.of("\u202ename\n" + "x".repeat(99), "s3cr3t"))
                .orElseThrow();
        assertThat(violation)
                .isEqualTo("$[\"\\u202ename\\u000a" + "x".repeat(34)
                        + "...\"]: expected one of the values that the schema lists");
    }

    @Test
    void acceptsTheArgumentsOfAnOrdinaryTool() throws Exception {
        JsonSchema schema = JsonSchema.compile(Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "order_id",
                        Map.of("type", "string"),
                        "lines",
                        Map.of("type", "array", "items", Map.of("type", "integer"))),
                "required",
                List.of("order_id"),
                "additionalProperties",
                false));
        Object arguments = StrictJson.parseObject("{\"order_id\":\"A-7\",\"lines\":[1,2]}", JsonLimits.ARGUMENTS);
        assertThat(schema.violation(arguments)).isEmpty();
    }
}
