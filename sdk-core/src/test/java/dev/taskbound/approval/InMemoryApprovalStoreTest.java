/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static dev.taskbound.approval.HeldCalls.DEADLINE;
import static dev.taskbound.approval.HeldCalls.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.approval.ApprovalStore.Holding;
import dev.taskbound.approval.HeldCall.Status;
import org.junit.jupiter.api.Test;

class InMemoryApprovalStoreTest extends ApprovalStoreKit {
    @Override
    protected ApprovalStore newStore() {
        return ApprovalStore.inMemory();
    }

    @Test
    void takesNoMoreThanItsCapacity() {
        ApprovalStore small = new InMemoryApprovalStore(1);
        get(small.hold(held("a"), ApprovalCaps.DEFAULT));
        assertThat(get(small.hold(held("b"), ApprovalCaps.DEFAULT))).isEqualTo(new Holding.Full("store"));
        get(small.remember(new Grant("k", "t1", "a", "lena", DEADLINE)));
        assertThat(small.remember(new Grant("l", "t1", "a", "lena", DEADLINE)).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(get(small.granted("k", HeldCalls.NOON))).isPresent();
        assertThat(get(small.find("a"))).map(HeldCall::status).contains(Status.WAITING);
    }
}
