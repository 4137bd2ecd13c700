/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static dev.taskbound.internal.json.Schemas.accepts;
import static dev.taskbound.internal.json.Schemas.refuses;

import org.junit.jupiter.api.Test;

/** DESIGN, step 2: "unknown properties refused", and how that meets the keywords that combine schemas. */
class UnknownPropertiesTest {

    private static final String A_OR_B =
            "[{'properties':{'a':{'const':1}},'required':['a']},{'properties':{'b':{'maximum':10}},'required':['b']}]";

    @Test
    void areRefusedUnlessTheSchemaAllowsThem() throws Exception {
        refuses("{'type':'object'}", "{'x':1}");
        refuses("{'properties':{'a':true}}", "{'a':1,'x':1}");
        refuses("{'properties':{'a':true},'additionalProperties':false}", "{'a':1,'x':1}");
        accepts("{'properties':{'a':true},'additionalProperties':true}", "{'a':1,'x':{'y':1}}");
        accepts("{'properties':{'a':true},'additionalProperties':{'type':'integer'}}", "{'a':'s','x':1}");
    }

    @Test
    void areRefusedAtEveryDepth() throws Exception {
        String inner = "{'type':'object','properties':{'a':true}}";
        refuses("{'properties':{'o':" + inner + "}}", "{'o':{'x':1}}");
        refuses("{'items':" + inner + "}", "[{'a':1},{'x':1}]");
        refuses("{'prefixItems':[" + inner + "]}", "[{'x':1}]");
        refuses("{'additionalProperties':" + inner + "}", "{'any':{'x':1}}");
        accepts("{'additionalProperties':" + inner + "}", "{'any':{'a':1}}");
    }

    @Test
    void areThoseThatNoBranchOfAllOfDescribes() throws Exception {
        String schema = "{'allOf':[{'properties':{'a':true}},{'$ref':'#/$defs/b'}],'properties':{'c':true},"
                + "'$defs':{'b':{'properties':{'b':true}}}}";
        accepts(schema, "{'a':1,'b':2,'c':3}");
        refuses(schema, "{'a':1,'b':2,'c':3,'d':4}");
        accepts("{'allOf':[{'additionalProperties':true}],'properties':{'c':true}}", "{'x':1}");
    }

    @Test
    void explicitFalseLooksOnlyAtItsOwnProperties() throws Exception {
        refuses(
                "{'allOf':[{'properties':{'a':true},'additionalProperties':false},{'properties':{'b':true}}]}",
                "{'a':1,'b':2}");
    }

    @Test
    void areThoseThatNoMatchingAlternativeDescribes() throws Exception {
        accepts("{'anyOf':" + A_OR_B + "}", "{'a':1}");
        accepts("{'anyOf':" + A_OR_B + "}", "{'a':1,'b':10}");
        // b is described only by the alternative that it fails: it was checked by nothing.
        refuses("{'anyOf':" + A_OR_B + "}", "{'a':1,'b':11}");
        accepts("{'oneOf':" + A_OR_B + "}", "{'b':10}");
        refuses("{'oneOf':" + A_OR_B + "}", "{'a':1,'b':11}");
        refuses("{'oneOf':" + A_OR_B + "}", "{'a':1,'b':10}");
    }

    @Test
    void requiredInAnAlternativeUsesTheOuterProperties() throws Exception {
        String schema = "{'properties':{'a':true,'b':true},'anyOf':[{'required':['a']},{'required':['b']}]}";
        accepts(schema, "{'b':1}");
        refuses(schema, "{}");
        refuses(schema, "{'b':1,'c':1}");
    }

    @Test
    void doNotTurnANotAround() throws Exception {
        String schema =
                "{'additionalProperties':true,'not':{'properties':{'o':{'properties':{'role':{'const':'admin'}}}}}}";
        refuses(schema, "{'o':{'role':'admin'}}");
        // Were x refused inside the 'not', the 'not' would hold and the call would pass.
        refuses(schema, "{'o':{'role':'admin','x':1},'y':2}");
        accepts(schema, "{'o':{'role':'user'}}");
    }

    @Test
    void doNotMakeOneOfAcceptWhatMatchesTwice() throws Exception {
        String schema = "{'oneOf':[{'properties':{'o':{'type':'object','properties':{'p':true}}}},"
                + "{'properties':{'o':{'type':'object','properties':{'p':true,'q':true}}}}]}";
        refuses(schema, "{'o':{'p':1,'q':2}}");
    }

    @Test
    void constantsDescribeThemselves() throws Exception {
        accepts("{'const':{'a':{'b':1}}}", "{'a':{'b':1}}");
        accepts("{'enum':[{'a':1},{'b':1}]}", "{'b':1}");
        refuses("{'enum':[{'a':1},{'b':1}]}", "{'b':1,'c':1}");
    }

    @Test
    void areAllThoseOfAToolThatDeclaresNothing() throws Exception {
        for (String nothing : new String[] {"", "{}", "{'description':'any'}"}) {
            accepts(nothing, "{}");
            refuses(nothing, "{'x':1}");
        }
    }

    @Test
    void subschemasThatSayNothingDescribeEverything() throws Exception {
        for (String anything : new String[] {"true", "{}", "{'description':'any','default':1}"}) {
            accepts("{'properties':{'a':" + anything + "}}", "{'a':{'x':[{'y':1}]}}");
        }
        accepts("{'type':'array'}", "[{'x':1}]");
    }
}
