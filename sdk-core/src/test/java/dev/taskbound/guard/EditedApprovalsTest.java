/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issue 3, "Approvals": somebody who edits one column of one held call. No edit lets a tool run. */
@Timeout(120)
class EditedApprovalsTest extends TamperedFixture {
    private static final String OF_CALL = "UPDATE taskbound_held_call SET ";

    /**
     * What somebody changes of one row.
     *
     * @param change SQL with one place, for the row's id
     */
    record Edit(String name, String change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Edit> edits() {
        return Stream.of(
                new Edit("approved by hand", OF_CALL + "status = 'APPROVED' WHERE id = ?"),
                new Edit("used before it was decided", OF_CALL + "status = 'CLAIMED' WHERE id = ?"),
                new Edit("a status that is none", OF_CALL + "status = 'YES' WHERE id = ?"),
                new Edit("decided by nobody", OF_CALL + "status = 'APPROVED', waits_for = '[]' WHERE id = ?"),
                new Edit("a longer wait", OF_CALL + "expires_at = expires_at + INTERVAL '1' DAY WHERE id = ?"),
                new Edit("a longer task", OF_CALL + "ends_at = ends_at + INTERVAL '1' DAY WHERE id = ?"),
                new Edit("an earlier time", OF_CALL + "held_at = held_at - INTERVAL '1' DAY WHERE id = ?"),
                new Edit("another group", OF_CALL + "waits_for = '[\"clerks\"]' WHERE id = ?"),
                new Edit("nobody is asked", OF_CALL + "waits_for = '[]' WHERE id = ?"),
                new Edit("another principal", OF_CALL + "principal = 'mallory' WHERE id = ?"),
                new Edit("another owner", OF_CALL + "owner = 'mallory' WHERE id = ?"),
                new Edit("another task", OF_CALL + "task = 'another' WHERE id = ?"),
                new Edit("another digest", OF_CALL + "call_digest = 'sha-256:another' WHERE id = ?"),
                new Edit("another version", OF_CALL + "version = version + 1 WHERE id = ?"),
                new Edit("no content", OF_CALL + "sealed = '' WHERE id = ?"),
                new Edit("content in clear", OF_CALL + "sealed = '{\"status\":\"APPROVED\"}' WHERE id = ?"),
                new Edit("too much content", OF_CALL + "sealed = REPEAT('A', 4200000) WHERE id = ?"),
                new Edit("content that was cut", OF_CALL + "sealed = LEFT(sealed, LENGTH(sealed) - 8) WHERE id = ?"),
                new Edit("content with more", OF_CALL + "sealed = sealed || 'AAAA' WHERE id = ?"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void aRowThatWasEditedCanNeitherBeDecidedNorRun(Edit edit) throws Exception {
        HeldCall waiting = held("200");
        HeldCall approved = approved("201");
        for (HeldCall each : List.of(waiting, approved)) {
            if (rows.update(edit.change, each.id()) > 0 && !isSound(each.id())) {
                assertThat(guard.approvals().decide(LEAD, List.of(Choice.of(each)), Answer.APPROVE, "", false))
                        .noneMatch(decided -> decided.effect().name().equals("APPROVED"));
                assertThat(notResumed(each.id())).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
            }
        }
        assertThat(isSound(waiting.id())).as("the edit shows in one that waits").isFalse();
        assertThat(guard.approvals().waitingFor(LEAD)).extracting(HeldCall::id).doesNotContain(waiting.id());
        assertRuns(0);
    }
}
