/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.audit.AuditEvent.Type;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Issue 3, "Approvals": somebody who can write the database of held calls. Each test says how often the tool ran.
 */
@Timeout(120)
class TamperedApprovalsTest extends TamperedFixture {
    // the content

    static Stream<Flip> flips() {
        return Stream.of(
                new Flip("the header", 0),
                new Flip("the key, which dir has none of", 1),
                new Flip("the nonce", 2),
                new Flip("the ciphertext", 3),
                new Flip("the tag", 4));
    }

    /** @param part of the five of a JWE in compact form */
    record Flip(String name, int part) {
        String in(String sealed) {
            String[] parts = sealed.split("\\.", -1);
            int middle = parts[part].length() / 2;
            char there = parts[part].isEmpty() ? 'A' : parts[part].charAt(middle);
            String other = there == 'Q' ? "g" : "Q";
            parts[part] = parts[part].isEmpty()
                    ? other
                    : parts[part].substring(0, middle) + other + parts[part].substring(middle + 1);
            return String.join(".", parts);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("flips")
    void contentWithOneCharacterChangedIsRefused(Flip flip) throws Exception {
        HeldCall held = approved("200");
        rows.reseal(held.id(), flip::in);
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(denied("200")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    @Test
    void contentsThatWereSwappedBetweenRowsAreRefused() throws Exception {
        HeldCall waiting = held("201");
        HeldCall approved = approved("200");
        String ofWaiting = rows.sealed(waiting.id());
        String ofApproved = rows.sealed(approved.id());
        rows.reseal(waiting.id(), old -> ofApproved);
        rows.reseal(approved.id(), old -> ofWaiting);
        assertThat(notResumed(waiting.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(notResumed(approved.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    @Test
    void anApprovedRowThatIsCopiedUnderAnotherIdIsRefused() throws Exception {
        HeldCall approved = approved("200");
        List<Object> row = rows.row(approved.id());
        row.set(0, "copy");
        rows.putBack(row);
        assertThat(notResumed("copy")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    @Test
    void aRowOfAnotherStoreWithTheSameKeyIsRefused() throws Exception {
        HeldCall approved = approved("200");
        DataSource other = ApprovalStores.database();
        JdbcApprovalStore.createTables(other);
        try (JdbcApprovalStore elsewhere = ApprovalStores.open(other, ApprovalStores.KEY, clock)) {
            assertThat(elsewhere.find(approved.id()).toCompletableFuture().join())
                    .isEmpty();
            new HeldRows(other).putBack(rows.row(approved.id()));
            assertThat(elsewhere.find(approved.id()).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("another place: store");
        }
        assertRuns(0);
    }

    @Test
    void whoHasAnotherKeyCannotBegin() {
        Secret other = Secret.of("B".repeat(42) + "A");
        assertThatThrownBy(() -> ApprovalStores.open(database, other, clock))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sealed with another key");
    }

    // what was, once more

    @Test
    void aRowThatIsPutBackAfterItWasUsedIsRefused() throws Exception {
        HeldCall held = approved("200");
        List<Object> before = rows.row(held.id());
        assertThat(guard.approvals().resume(held.id(), Desk.PAY, tool)).isEqualTo("done");
        awaitStatus(held.id(), Status.SUCCEEDED);
        rows.putBack(before);
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(denied("200")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(1);
    }

    @Test
    void aDeclineThatIsTakenBackIsRefused() throws Exception {
        HeldCall held = held("200");
        List<Object> before = rows.row(held.id());
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.DENY, "", false);
        rows.putBack(before);
        assertThat(guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false))
                .noneMatch(decided -> decided.effect().name().equals("APPROVED"));
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    @Test
    void aRowThatWasDeletedIsNoCall() throws Exception {
        HeldCall held = approved("200");
        rows.update("DELETE FROM taskbound_held_call WHERE id = ?", held.id());
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
        assertThat(denied("200")).as("asked anew").isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    // what is remembered

    @Test
    void aRememberedDecisionThatWasMovedToOtherValuesOrAnotherTaskIsRefused() throws Exception {
        HeldCall held = held("200");
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        assertThat(guard.approvals().resume(held.id(), Desk.PAY, tool)).isEqualTo("done");
        TaskScope another = guard.open(Desk.payBill());
        HeldCall ofAnother = held(another, "200");
        String key = ofAnother.asks().get(0).grantKey();
        rows.update("UPDATE taskbound_grant SET grant_key = ?", key);
        assertThat(denied(another, "150")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        rows.update("UPDATE taskbound_grant SET task = ?", another.task().id());
        assertThat(denied(another, "150")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(1);
    }

    @Test
    void theLifeOfARememberedDecisionIsNotWhatTheColumnSays() throws Exception {
        HeldCall held = held("200");
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        String key = held.asks().get(0).grantKey();
        rows.update("UPDATE taskbound_grant SET expires_at = expires_at + INTERVAL '1' DAY WHERE grant_key = ?", key);
        assertThat(store.granted(key, held.task().deadline())
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertRuns(0);
    }

    @Test
    void aStoreWhoseFirstRowIsGoneHoldsNothing() throws Exception {
        rows.update("DELETE FROM taskbound_approval_store");
        assertThat(denied("200")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    @Test
    void aDatabaseThatIsGoneDeniesTheCall() throws Exception {
        HeldCall held = approved("200");
        rows.update("DROP ALL OBJECTS");
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(audit.last(Type.DENIED).attributes())
                .containsEntry("approval", held.id())
                .containsEntry("reason", "APPROVAL_UNAVAILABLE");
        assertThat(denied("201")).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(audit.last(Type.DENIED).attributes()).containsEntry("reason", "APPROVAL_UNAVAILABLE");
        assertRuns(0);
    }
}
