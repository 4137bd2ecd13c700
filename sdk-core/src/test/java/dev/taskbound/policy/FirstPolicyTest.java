/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Issue 5, judged by 2: mistakes that were made while a first policy was written from the guide, each answered by a message
 * that tells how to mend it.
 */
class FirstPolicyTest {
    private static final String POLICY = """
            version: 1
            name: travel-desk
            revision: 1
            agents:
              travel-assistant: { owner: travel-team }
            destinations:
              gds: { hosts: [gds.example.com] }
            tools:
              search: { action: read, args: { city: string }, result: { trust: trusted } }
              book: { action: write, destination: gds, args: { hotel: string, price: number }, control: [hotel] }
              send: { action: write, args: { to: list, body: string }, content: { body: { untrusted_entities: deny } } }
            intents:
              book-trip:
                open: { agents: [travel-assistant], when: "'employee' in principal.roles" }
                parameters: { budget: number, guests: list }
                allow:
                  - { tool: search }
                  - { tool: book, when: args.price <= task.budget, limit: { count: 2, sum: { price: 800 } } }
                  - { tool: send, when: "args.to.all(x, x in task.guests)" }
                limits: { duration: 1h }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    when: "'employee' in principal.roles" | when: 'employee' in principal.roles | is quoted as a whole: when: "..."
                    "args.to.all(x, x in task.guests)" | args.to.all(x, x in task.guests) | ends at a comma, expected it quoted as a whole
                    when: args.price <= | when: args.price =< | did you mean <=?
                    args.price <= task.budget | args.price <= task.budget and args.price > 0 | did you mean &&?
                    result: { trust: trusted } | result: trusted | expected a map such as { trust: trusted }
                    content: { body: { untrusted_entities: deny } } | content: { body: deny } | expected a map such as { untrusted_entities: approve }
                    control: [hotel] | control: hotel | write [hotel]
                    - { tool: search } | - search | expected a map such as { tool: lookup_order }
                    limit: { count: 2, sum: { price: 800 } } | limit: 2 | expected a map such as { count: 3 }
                    sum: { price: 800 } | sum: 800 | expected a map such as { amount: 500 }
                    [gds.example.com] | [https://gds.example.com] | without scheme
                    name: travel-desk | name: travel desk | a name of letters, digits
                    agents: [travel-assistant], when | when | found no key "agents"
                    duration: 1h | duration: 1 hour | a duration such as 30s, 5m or 1h
                    args.price <= task.budget | args.prize <= task.budget | did you mean 'price'?
                    args.price <= task.budget | price <= task.budget | did you mean 'args.price'?
                    args.price <= task.budget | args.price <= parameters.budget | did you mean 'task'?
                    args.price <= task.budget | size(args.hotel.toLowerCase()) < 5 | unknown function 'toLowerCase'; there are size, contains
                    args.price <= task.budget | length(args.hotel) < 5 | did you mean 'size'?
                    args.price <= task.budget | args.hotel in 'abc' | whether a text holds another: text.contains('x')
                    args.price <= task.budget | args.hotel != null | whether an argument is given: has(args.name)
                    args.price <= task.budget | now < '2027-01-01' | a time is written timestamp(
                    args.to.all(x, x in task.guests) | args.to.contains('x') | whether a list holds something: 'x' in list
                    args.to.all(x, x in task.guests) | args.body.all(x, x in task.guests) | go through a list, but this is of type string
                    "'employee' in | "“employee” in | cannot be read: “; did you mean '?
                    - { tool: search } | - { tool: cancel_trip } | expected the name of a tool in tools; there are "book", "search", "send"
                    agents: [travel-assistant] | agents: [desk-bot] | there are "travel-assistant"
                    sum: { price: 800 } | sum: { hotel: 800 } | an argument in args that is a number; there are "price"
                    limit: { count: 2, sum: { price: 800 } } | approval: { when: args.price > 5 } | found no key "by", expected the name of the group that is asked
                    limit: { count: 2, sum: { price: 800 } } | approval: { above: 5, by: lead } | expected a map such as { amount: 100 }
                    duration: 1h | duration: 600 | a duration such as 30s, 5m or 1h, at most 7d
                    `    limits: {` | `      limits: {` | what follows the list as few as the list's own key
                    `    limits: {` | `  limits: {` | it is a key of intents, perhaps indented too little
                    `  - { tool: search }` | ` - { tool: search }` | at the height of the - of a list in line
                    args: { city: string }, | args: { city: string, | of the { in line
                    args: { city: string }, | args: { city: string? }, | a type that null passes is written string or null
                    trust: trusted | trust: { fields: [hits[*].id] } | quotes around a path such as "hits[*].email"
                    args: { city: string }, | args: { city: [string, "null"] }, | such as string or null
                    control: [hotel] | control: [hotel | of the [ in line
                    name: travel-desk | name travel-desk | found a line without
                    version: 1 | version: 2 | expected the number 1
                    trust: trusted | trust: true | found true (a boolean), expected trusted or untrusted
                    "args.to.all(x, x in task.guests)" | `!known(args.to) || args.to == []` | a condition that begins with ! is taken for something else
                    "args.to.all(x, x in task.guests)" | !known(args.to) | a condition that begins with ! is quoted as a whole
                    "args.to.all(x, x in task.guests)" | "args.body.matches('\\d')" | a backslash in double quotes that stands for nothing
                    "args.to.all(x, x in task.guests)" | args.body.matches('\\d') | an r stands before its quotes: r'\\d+'
                    args.price <= task.budget | args.hotel != cheap | a text is written 'cheap'
                    args.price <= task.budget | args.price <= task.max | what a task is given is declared in parameters
                    args.price <= task.budget | "args.price <= '500'" | a number is written without quotes
                    args.price <= task.budget | "known('args.hotel')" | of the value: known(args.hotel)
                    args.price <= task.budget | "'search' in origins(args.hotel)" | did you mean 'result.search'?
                    args.price <= task.budget | "'result.book' in origins(args.hotel)" | known: parameter.budget, parameter.guests, result.search, statement
                    "'employee' in principal.roles" | args.price > 3 | there is no call yet when a task is opened
                    args: { city: string }, | args: { city: { type: string, minLength: 1 } }, | write string; which values may pass is said by a condition
                    args: { city: string }, | args: { city: [paris, rome] }, | which values may pass is said by a condition
                    args: { city: string }, | args: { city: [string, "null"] }, | write string or null
                    args: { city: string }, | args: { city: str }, | write string
                    to: list, body | to: array, body | write list
                    control: [hotel] | control: all | in args; there are "hotel", "price"
                    - { tool: search } | - { tool: "s*" } | a rule names one tool: write a rule for each
                    - { tool: search } | - { tool: [search, send] } | a rule names one tool: write a rule for each
                    limit: { count: 2, sum: { price: 800 } } | approval: { by: [lead, ceo] } | name one group whose members may all decide
                    limit: { count: 2, sum: { price: 800 } } | unknown_origin: { approve: lead } | it belongs to an intent
                    limit: { count: 2, sum: { price: 800 } } | wait: 5m | it belongs to approval of a rule in allow
                    limits: { duration: 1h } | writes: 3 | it belongs to limits of an intent
                    result: { trust: trusted } | trust: trusted | it belongs to the result of a tool
                    control: [hotel] | control: { hotel: known } | expected a map such as { from: [statement, lookup_order.customer.iban] }
                    control: [hotel] | control: { hotel: { from: [result.search] } } | write search
                    control: [hotel] | control: { hotel: { from: [parameters] } } | write parameter, or parameter.NAME
                    result: { trust: trusted } | result: { trust: [hits] } | write { fields: [...] }
                    result: { trust: trusted } | result: { labels: { pii: true } } | write [pii]
                    limits: { duration: 1h } | limits: { rate: 10 } | expected a map such as { calls: 10, per: 1m }
                    limits: { duration: 1h } | limits: { tools: { book: 3 } } | expected a map such as { count: 3 }
                    limits: { duration: 1h } | deny: [ { label: pii, to: gds } ] | a label is from in a rule in deny
                    limits: { duration: 1h } | deny: [ { tool: [book, send] } ] | a rule names one tool: write a rule for each
                    limit: { count: 2, sum: { price: 800 } } | limit: { calls: 2 } | of a single rule it is count
                    version: 1 | mode: { observe: true } | expected a map such as { until: 2026-12-31 }
                    args: { city: string }, | args: { city: "string?" }, | where null is to pass, write string or null
                    args: { city: string }, | args: { city: string }, required: [city], | an argument that may be missing needs no mark
                    args.price <= task.budget | "args.hotel != \"x\" && args.hotel in ["a"]" | with single quotes inside
                    when: args.price <= task.budget | when: { price: 5 } | write it as text, such as args.amount <= 500
                    control: [hotel] | control: [hotel], describe: "Book {{hotel}}" | expected single braces such as {amount}
                    control: [hotel] | control: { hotel: { from: [send] } } | of send to name it, or another origin
                    limits: { duration: 1h } | limits: { book: 2 } | found a tool, expected it in tools: { book: { count: 3 } }
                    limits: { duration: 1h } | deny: [ { from: pii, to: book } ] | expected the destination that tools.book reaches
                    args.price <= task.budget | "call.tool == 'book'" | call.tool counts calls of the tool
                    result: { trust: trusted } | result: { trust: { fields: ["..id"] } } | write the whole path
                    control: [hotel] | control: [ { hotel: { from: [statement] } }, price ] | write all of them as a map
                    limits: { duration: 1h } | roles: [employee] | in principal.roles"
                    [gds.example.com] | ["*.example.com"] | list each host
                    [gds.example.com] | ["https://gds.example.com/v1"] | write gds.example.com
                    parameters: { budget: number, guests: list } | parameters: [budget] | expected a map such as { order_id: string }
                    """)
    void isAnsweredByWhatToDo(String right, String wrong, String message) {
        assertThat(POLICY).contains(right);
        assertThat(Policy.parse("travel.yaml", POLICY).name()).isEqualTo("travel-desk");

        PolicyException found = catchThrowableOfType(
                PolicyException.class, () -> Policy.parse("travel.yaml", POLICY.replace(right, wrong)));

        assertThat(found).isNotNull();
        assertThat(found.getMessage()).contains(message);
    }

    /** A key of a rule, or an entry with a name, where a list goes on. */
    @Test
    void aLineBesideTheItemsOfAListIsToBeOneOfThemOrToStandDeeper() {
        for (String[] change : new String[][] {
            {"- { tool: search }", "- tool: search\n      when: args.city != ''"},
            {"  search: {", "  - name: find\n    action: read\n  search: {"}
        }) {
            assertThat(POLICY).contains(change[0]);
            assertThatThrownBy(() -> Policy.parse("travel.yaml", POLICY.replace(change[0], change[1])))
                    .as(change[1])
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining("found a line at the height of the - of a list in line ")
                    .hasMessageContaining("a key of the entry has two more spaces, what follows the list as few as");
        }
    }

    /** In a block a # behind a space ends the line. */
    @Test
    void aConditionThatACommentCutsShortIsToBeQuoted() {
        String block = POLICY.replace("- { tool: search }", "- tool: search\n        when: args.city != ' #1'");
        assertThatThrownBy(() -> Policy.parse("travel.yaml", block))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("found a condition that ends at a #, which begins a comment");
        assertThat(Policy.parse("travel.yaml", block.replace("args.city != ' #1'", "\"args.city != ' #1'\""))
                        .name())
                .isEqualTo("travel-desk");
        assertThat(Policy.parse("travel.yaml", block.replace("args.city != ' #1'", "args.city != '' # no city"))
                        .name())
                .isEqualTo("travel-desk");
    }

    @Test
    void anArgumentOfAToolThatDeclaresNoneIsSaidToBeOne() {
        String open = POLICY.replace("args: { hotel: string, price: number }, ", "")
                .replace("sum: { price: 800 }", "count: 2")
                .replace("limit: { count: 2, count: 2 }", "limit: { count: 2 }");
        assertThat(Policy.parse("travel.yaml", open).name()).isEqualTo("travel-desk");

        assertThatThrownBy(() -> Policy.parse("travel.yaml", open.replace("args.price <=", "price <=")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(
                        "unknown variable 'price'; an argument is 'args.price', a text is written 'price'; known: action");
    }
}
