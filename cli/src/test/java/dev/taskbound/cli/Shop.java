/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

/** The policy that the tests of the commands are about. */
final class Shop {
    static final String POLICY = """
            version: 1
            name: shop
            revision: 3
            agents:
              assistant: { owner: desk }
            destinations:
              payments: { hosts: [pay.example.com] }
              mail: { hosts: [mail.example.com] }
            tools:
              read_ticket: { action: read }
              lookup_order: { action: read, args: { order_id: string }, result: { trust: trusted, labels: [pii] } }
              refund_payment:
                { action: write, destination: payments, args: { iban: string, amount: number }, control: [iban] }
              send_mail:
                { action: write, destination: mail, args: { to: string, body: string }, control: [to] }
            intents:
              refund-order:
                open: { agents: [assistant] }
                parameters: { order_id: string, max_refund: number, customer: string }
                allow:
                  - { tool: read_ticket }
                  - { tool: lookup_order, when: args.order_id == task.order_id }
                  - tool: refund_payment
                    when: args.iban != "" && args.amount <= task.max_refund
                    approval: { when: args.amount > 100, by: lead }
                    limit: { count: 2, sum: { amount: 500 } }
                  - { tool: send_mail, when: args.to == task.customer }
                deny:
                  - { from: pii, to: mail, match: value }
            """;

    /** The same, with an API key that lives on after the call as what payments want. */
    static final String STATIC_POLICY = POLICY.replace(
                    "hosts: [pay.example.com]", "hosts: [pay.example.com], source: key, audience: pay")
            .replace("destinations:", "sources: { key: { type: static } }\ndestinations:");

    static final String CASES = """
            policy: taskbound.yaml
            tasks:
              refund:
                intent: refund-order
                agent: assistant
                principal: { subject: ann }
                parameters: { order_id: o-1, max_refund: 200, customer: ann@example.com }
            cases:
              - name: pays to the account of the order
                task: refund
                calls:
                  - { tool: lookup_order, args: { order_id: o-1 }, returns: { iban: GB29NWBK60161331926819 }, expect: permit }
                  - { tool: refund_payment, args: { iban: GB29NWBK60161331926819, amount: 40 }, expect: permit }
              - name: pays nobody else
                task: refund
                calls:
                  - { tool: refund_payment, args: { iban: DE89370400440532013000, amount: 40 }, expect: UNKNOWN_ORIGIN }
              - name: pays no more than was asked for
                task: refund
                calls:
                  - { tool: refund_payment, args: { iban: DE89370400440532013000, amount: 4000 }, expect: CONDITION_FALSE }
            """;

    private Shop() {}
}
