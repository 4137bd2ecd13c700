/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.ciba.CibaApprover;
import dev.taskbound.approval.ciba.CibaPerson;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "CIBA (… Keycloak where the build has it)": a person is asked on their own device, and the tool runs or not. */
@NeedsPart(KeycloakServer.class)
@Timeout(300)
class CibaTest {
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\": \"object\", \"properties\": {\"amount\": {\"type\": \"number\"}}}");

    private final AtomicInteger ran = new AtomicInteger();
    private Keycloak keycloak;
    private Approver ciba;

    @BeforeEach
    void findServer() throws Exception {
        keycloak = KeycloakServer.running();
        CibaPerson alice = CibaPerson.withLoginHint(keycloak.alice().subject(), "alice");
        ciba = CibaApprover.at(
                        URI.create(keycloak.issuer()),
                        "agent-asking",
                        keycloak.workloads().key())
                .people(request -> List.of(alice))
                .shortBindingMessage()
                .build();
    }

    @Test
    void runsWhatThePersonAgreesTo() {
        keycloak.device().willAnswer("SUCCEED");
        pay();
        assertThat(ran).hasValue(1);
        assertThat(keycloak.device().shown()).last().asString().contains("pay-").contains("alice");
    }

    @Test
    void runsNothingThatThePersonDeclines() {
        keycloak.device().willAnswer("UNAUTHORIZED");
        assertThatThrownBy(this::pay)
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        denied -> assertThat(denied.reason()).isEqualTo(ReasonCode.APPROVAL_DENIED));
        assertThat(ran).hasValue(0);
    }

    private void pay() {
        Policy policy = Policy.parse("ciba.yaml", """
                version: 1
                name: ciba
                revision: 1
                agents: { desk: { owner: tests } }
                tools:
                  pay: { action: write, describe: "Pay {amount}" }
                intents:
                  work:
                    open: { agents: [desk] }
                    allow: [ { tool: pay, approval: { by: lead, wait: 1m } } ]
                """);
        try (ToolGuard guard = ToolGuard.builder()
                        .policy(policy)
                        .audit(new InMemoryAuditSink(1000))
                        .approver(ciba)
                        .build();
                TaskScope task = guard.open(TaskRequest.intent("work")
                        .agent("desk")
                        .principal(Principal.verified(keycloak.issuer(), "somebody-else"))
                        .build())) {
            task.call(ToolCall.of(PAY, "{\"amount\": 120}"), call -> ran.incrementAndGet());
        }
    }
}
