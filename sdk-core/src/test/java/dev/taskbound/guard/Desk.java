/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.policy.Policy;

/** A small policy with one of everything, and the tools and tasks that go with it. */
final class Desk {
    static final String POLICY = """
            version: 1
            name: desk
            revision: 1
            agents: { bot: { owner: team }, stranger: { owner: team } }
            sources: { bank-source: { type: custom } }
            destinations:
              bank: { hosts: [bank.example], source: bank-source, audience: "https://bank.example",
                      scopes: { read: r, write: w }, ttl: 60s }
            tools:
              look: { action: read, destination: bank, result: { trust: trusted, labels: [pii] } }
              peek: { action: read }
              pay:  { action: write, destination: bank, control: [iban], args: { iban: string, amount: number },
                      describe: "Pay {amount} to {iban}" }
              note: { action: write }
              wipe: { action: admin, destination: bank }
            intents:
              pay-bill:
                open: { agents: [bot], when: "task.iban != 'closed'" }
                parameters: { iban: string }
                allow:
                  - { tool: look }
                  - { tool: peek }
                  - tool: pay
                    when: args.amount <= 500
                    approval: { when: args.amount > 100, by: lead, wait: 5m }
                    limit: { count: 3, sum: { amount: 600 } }
                  - { tool: note }
                limits: { calls: 25, writes: 10, duration: 10m, denials: 6, depth: 2 }
              read-only:
                open: { agents: [bot, stranger] }
                allow: [ { tool: look }, { tool: peek } ]
                limits: { calls: 5, writes: 0, duration: 10m, denials: 6, depth: 2 }
            """;

    static final String IBAN = "DE89370400440532013000";
    static final String TOKEN = "token-that-nobody-may-see";

    static final ToolDescriptor LOOK = ToolDescriptor.named("look");
    static final ToolDescriptor PEEK = ToolDescriptor.named("peek");
    static final ToolDescriptor NOTE = ToolDescriptor.named("note").withSchema(schema("text", "string"));
    static final ToolDescriptor WIPE = ToolDescriptor.named("wipe");
    static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{\"iban\":{\"type\":\"string\"},"
                    + "\"amount\":{\"type\":\"number\"}},\"required\":[\"iban\",\"amount\"]}");

    private Desk() {}

    static Policy policy() {
        return Policy.parse("desk.yaml", POLICY);
    }

    static Policy policy(String old, String replacement) {
        if (!POLICY.contains(old)) {
            throw new IllegalArgumentException("not in the policy: " + old);
        }
        return Policy.parse("desk.yaml", POLICY.replace(old, replacement).replace("revision: 1", "revision: 2"));
    }

    static TaskRequest payBill() {
        return request("pay-bill").parameter("iban", IBAN).build();
    }

    static TaskRequest readOnly() {
        return request("read-only").build();
    }

    static TaskRequest.Builder request(String intent) {
        return TaskRequest.intent(intent)
                .agent("bot")
                .tenant("acme")
                .principal(Principal.verified("test", "alice").withToken(Secret.of(TOKEN + "-of-alice")));
    }

    static ToolCall pay(String amount) {
        return ToolCall.of(PAY, "{\"iban\":\"" + IBAN + "\",\"amount\":" + amount + "}");
    }

    static ToolCall look() {
        return ToolCall.of(LOOK, "{}");
    }

    static ToolCall note(String text) {
        return ToolCall.of(NOTE, "{\"text\":\"" + text + "\"}");
    }

    static String schema(String name, String type) {
        return "{\"type\":\"object\",\"properties\":{\"" + name + "\":{\"type\":\"" + type + "\"}}}";
    }
}
