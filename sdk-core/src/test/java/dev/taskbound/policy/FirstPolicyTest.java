/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
                    """)
    void isAnsweredByWhatToDo(String right, String wrong, String message) {
        assertThat(POLICY).contains(right);
        assertThat(Policy.parse("travel.yaml", POLICY).name()).isEqualTo("travel-desk");

        PolicyException found = catchThrowableOfType(
                PolicyException.class, () -> Policy.parse("travel.yaml", POLICY.replace(right, wrong)));

        assertThat(found).isNotNull();
        assertThat(found.getMessage()).contains(message);
    }
}
