/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.ciba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalOutcome.Approved;
import dev.taskbound.approval.ApprovalOutcome.Declined;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.CallCode;
import dev.taskbound.credential.FakeBackchannel;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.ToolProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "CIBA (scripted server)": who is asked about a call, with what words, and whose answer counts. */
@NeedsPart(Loopback.class)
@Timeout(60)
class CibaApproverTest {
    private final FakeBackchannel server;

    CibaApproverTest() throws IOException {
        server = new FakeBackchannel();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void asksWhoeverIsOfTheGroupInTheWordsOfTheCall() throws Exception {
        assertThat(get(ask(ciba("lena"), "lead", "alice"))).isEqualTo(new Approved("sub-of-lena"));
        assertThat(server.asked.get(0).get("binding_message"))
                .isEqualTo("Pay 120 to DE89 (" + CallCode.of("sha-256:x") + ")");
    }

    @Test
    void aRefusalOnTheDeviceIsADecline() throws Exception {
        server.script("lena", "access_denied");
        assertThat(get(ask(ciba("lena"), "lead", "alice")))
                .isEqualTo(new Declined("sub-of-lena", "declined on their device"));
    }

    @Test
    void ofSeveralPeopleTheFirstAnswerCounts() throws Exception {
        server.script("lena", "authorization_pending*");
        server.script("leo", "authorization_pending*");
        CompletableFuture<ApprovalOutcome> first = ask(ciba("lena", "leo"), "lead", "alice");
        while (server.asked.size() < 2) {
            Thread.sleep(5);
        }
        server.script("leo");
        assertThat(get(first)).isEqualTo(new Approved("sub-of-leo"));
        assertThat(server.asked).hasSize(2);
        server.script("leo", "expired_token");
        server.script("lena", "authorization_pending", "authorization_pending", "authorization_pending");
        assertThat(get(ask(ciba("lena", "leo"), "lead", "alice")))
                .as("one who cannot be asked does not keep the other from answering")
                .isEqualTo(new Approved("sub-of-lena"));
    }

    @Test
    void thePrincipalIsNotAskedInTheGroupsName() throws Exception {
        assertThatThrownBy(() -> get(ask(ciba("alice"), "lead", "sub-of-alice")))
                .hasMessageContaining("nobody can be asked");
        assertThat(server.asked).isEmpty();
        assertThat(get(ask(ciba("alice", "lena"), "lead", "sub-of-alice"))).isEqualTo(new Approved("sub-of-lena"));
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void byPrincipalAsksThatVeryPersonOfThatVeryIssuer() throws Exception {
        assertThat(get(ask(ciba("alice", "lena"), "principal", "sub-of-alice")))
                .isEqualTo(new Approved("sub-of-alice"));
        assertThat(server.asked).hasSize(1);
        CompletableFuture<ApprovalOutcome> elsewhere = ciba("alice")
                .ask(request("principal", Principal.verified("https://elsewhere.example", "sub-of-alice")))
                .toCompletableFuture();
        assertThatThrownBy(() -> get(elsewhere)).hasMessageContaining("nobody can be asked");
        assertThatThrownBy(() -> get(ask(ciba("lena"), "principal", "sub-of-alice")))
                .hasMessageContaining("nobody can be asked");
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void aShortMessageIsMadeOfLettersDigitsAndHyphens() throws Exception {
        CibaApprover ciba = builder(List.of(CibaPerson.withLoginHintToken("sub-of-token", Secret.of("a.b.c"))))
                .shortBindingMessage()
                .with(server.client());
        assertThat(get(ask(ciba, "lead", "alice"))).isEqualTo(new Approved("sub-of-token"));
        Map<String, String> asked = server.asked.get(0);
        assertThat(asked).containsEntry("login_hint_token", "a.b.c").doesNotContainKey("login_hint");
        assertThat(asked.get("binding_message"))
                .matches("[A-Za-z0-9_-]{1,50}")
                .isEqualTo("mcp-bank-pay-" + CallCode.of("sha-256:x"));
    }

    @Test
    void aCodeTellsCallsApart() {
        assertThat(CallCode.of("sha-256:x")).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(CallCode.of("sha-256:x")).isEqualTo(CallCode.of("sha-256:x")).isNotEqualTo(CallCode.of("sha-256:y"));
    }

    @Test
    void whoeverNoLongerWaitsIsNotPolledFor() throws Exception {
        server.script("lena", "authorization_pending*");
        CompletableFuture<ApprovalOutcome> answer = ask(ciba("lena"), "lead", "alice");
        server.awaitPoll();
        answer.cancel(true);
        server.assertNoMorePolls();
    }

    private CibaApprover ciba(String... hints) {
        List<CibaPerson> people = List.of(hints).stream()
                .map(hint -> CibaPerson.withLoginHint("sub-of-" + hint, hint))
                .toList();
        return builder(people).with(server.client());
    }

    private CibaApprover.Builder builder(List<CibaPerson> people) {
        return CibaApprover.at(server.issuer(), FakeBackchannel.CLIENT, FakeBackchannel.workload())
                .people(request -> people);
    }

    private CompletableFuture<ApprovalOutcome> ask(CibaApprover ciba, String by, String principal) {
        return ciba.ask(request(by, Principal.verified(server.issuer().toString(), principal)))
                .toCompletableFuture();
    }

    private static ApprovalOutcome get(CompletableFuture<ApprovalOutcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    private static ApprovalRequest request(String by, Principal principal) {
        Instant now = Instant.now();
        Task task =
                new Task("task-1", "pay", "bot", "", principal, Map.of(), Set.of(), null, now, now.plusSeconds(600));
        ToolProfile tool =
                new ToolProfile("mcp:bank/pay", Action.WRITE, null, Map.of(), List.of(), false, Set.of(), null);
        return new ApprovalRequest(
                "id-1",
                "sha-256:x",
                "sha-256:t",
                "v1",
                by,
                task,
                tool,
                Map.of(),
                "Pay 120 to DE89",
                null,
                Map.of(),
                "desk.yaml:1 x",
                now.plusSeconds(30));
    }
}
