/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.approval.ApprovalOutcome.Approved;
import dev.taskbound.approval.ApprovalOutcome.Declined;
import org.junit.jupiter.api.Test;

class ApproverTest {
    @Test
    void nobodyCanBeAsked() {
        assertThat(Approver.none().ask(Requests.request("Pay")).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void aCallbackAnswersAtOnceWithWhatItDecided() {
        Approver approver = Approver.callback(
                request -> request.text().equals("Pay 1") ? new Approved("app") : new Declined("app", "too much"));
        assertThat(approver.ask(Requests.request("Pay 1"))).isCompletedWithValue(new Approved("app"));
        assertThat(approver.ask(Requests.request("Pay 2"))).isCompletedWithValue(new Declined("app", "too much"));
    }

    @Test
    void aCallbackThatThrowsIsNoAnswer() {
        Approver approver = Approver.callback(request -> {
            throw new IllegalStateException("down");
        });
        assertThatThrownBy(() -> approver.ask(Requests.request("Pay"))).hasMessage("down");
    }

    @Test
    void aRequestDoesNotShowItsArguments() {
        assertThat(Requests.request("Pay 1 to DE89")).hasToString("ApprovalRequest[id-1 pay]");
    }
}
