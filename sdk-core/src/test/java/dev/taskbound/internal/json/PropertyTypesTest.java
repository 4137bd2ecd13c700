/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What conditions are type-checked against when a policy is loaded ({@code args.amuont} is a load error). */
class PropertyTypesTest {

    private static final Set<String> ALL = Set.of("array", "boolean", "null", "number", "object", "string");

    @Test
    void areTheTypesThatTheSchemaLeavesPossible() throws Exception {
        String schema = """
                {'properties':{
                  's':{'type':'string'}, 'i':{'type':'integer'}, 'n':{'type':'number'}, 'sn':{'type':['string','null']},
                  'o':{'type':'boolean','nullable':true}, 'any':{}, 'yes':true,
                  'e':{'enum':['a',1,2.5]}, 'c':{'const':3}, 'ni':{'type':'number','enum':[1,2]},
                  'r':{'$ref':'#/$defs/r'}, 'u':{'anyOf':[{'type':'string'},{'type':'integer'}]},
                  'x':{'allOf':[{'type':['string','integer']},{'type':'number'}]}},
                 '$defs':{'r':{'type':'array'}}}""";
        assertThat(Schemas.compile(schema).propertyTypes())
                .isEqualTo(Map.ofEntries(
                        Map.entry("s", Set.of("string")),
                        Map.entry("i", Set.of("integer")),
                        Map.entry("n", Set.of("number")),
                        Map.entry("sn", Set.of("null", "string")),
                        Map.entry("o", Set.of("boolean", "null")),
                        Map.entry("any", ALL),
                        Map.entry("yes", ALL),
                        Map.entry("e", Set.of("number", "string")),
                        Map.entry("c", Set.of("integer")),
                        Map.entry("ni", Set.of("integer")),
                        Map.entry("r", Set.of("array")),
                        Map.entry("u", Set.of("integer", "string")),
                        Map.entry("x", Set.of("integer"))));
    }

    @Test
    void comeFromEverySchemaInPlace() throws Exception {
        JsonSchema schema = Schemas.compile("""
                {'properties':{'a':{'type':'string'}},'$ref':'#/$defs/b','$defs':{'b':{'properties':{'b':{'type':'integer'}}}},
                 'oneOf':[{'properties':{'k':{'const':'x'}}},{'properties':{'k':{'const':1},'l':{'type':'array'}}}]}""");
        assertThat(schema.propertyTypes())
                .isEqualTo(Map.of(
                        "a",
                        Set.of("string"),
                        "b",
                        Set.of("integer"),
                        "k",
                        Set.of("integer", "string"),
                        "l",
                        Set.of("array")));
        assertThat(schema.allowsOtherProperties()).isFalse();
    }

    @Test
    void ofARecursiveSchemaComeToAnEnd() throws Exception {
        JsonSchema schema = Schemas.compile("{'type':'object','properties':{'next':{'$ref':'#'}}}");
        assertThat(schema.propertyTypes()).isEqualTo(Map.of("next", Set.of("object")));
    }

    @Test
    void sayWhetherOtherPropertiesAreAllowed() throws Exception {
        assertThat(Schemas.compile("{'type':'object'}").allowsOtherProperties()).isFalse();
        assertThat(Schemas.compile("{'additionalProperties':false}").allowsOtherProperties())
                .isFalse();
        assertThat(Schemas.compile("{'anyOf':[{'type':'object'},false]}").allowsOtherProperties())
                .isFalse();
        assertThat(Schemas.compile("{'additionalProperties':true}").allowsOtherProperties())
                .isTrue();
        assertThat(Schemas.compile("{'allOf':[{'additionalProperties':{'type':'string'}}]}")
                        .allowsOtherProperties())
                .isTrue();
        assertThat(Schemas.compile("{}").allowsOtherProperties()).isFalse();
    }
}
