/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static dev.taskbound.approval.HeldCalls.approves;
import static dev.taskbound.approval.HeldCalls.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.approval.ApprovalStore.Holding;
import dev.taskbound.approval.HeldCall.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What an {@link ApprovalStore} must do beside the rest where several processes have the same one. */
public abstract class SharedApprovalStoreKit extends ApprovalStoreKit {
    /** The store of this test as another process has it. */
    protected abstract ApprovalStore elsewhere() throws Exception;

    @Test
    void whoWaitsIsToldWhatAnotherProcessDecided() throws Exception {
        ApprovalStore other = elsewhere();
        get(store.hold(held("a"), ApprovalCaps.DEFAULT));
        CompletionStage<HeldCall> settled = store.settled("a");
        get(other.decide("a", "digest-of-a", "lead", approves("lena")));
        assertThat(get(settled)).usingRecursiveComparison().isEqualTo(held("a").decided("lead", approves("lena")));
    }

    @Test
    void anApprovalIsUsedOnceByAllProcessesTogether() throws Exception {
        ApprovalStore other = elsewhere();
        approved("a");
        assertThat(together(40, i -> (i % 2 == 0 ? store : other).claim("a", "c" + i, LATER)))
                .filteredOn(first -> first)
                .hasSize(1);
        assertThat(status("a")).isEqualTo(Status.CLAIMED);
    }

    @Test
    void capsCountTheCallsOfAllProcesses() throws Exception {
        ApprovalStore other = elsewhere();
        ApprovalCaps five = new ApprovalCaps(5, 50, 500);
        List<Holding> all = together(20, i -> (i % 2 == 0 ? store : other).hold(held("id-" + i), five));
        assertThat(all).filteredOn(each -> each instanceof Holding.Held).hasSize(5);
        assertThat(all).filteredOn(new Holding.Full("task")::equals).hasSize(15);
    }
}
