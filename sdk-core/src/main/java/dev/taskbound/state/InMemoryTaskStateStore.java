/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

public final class InMemoryTaskStateStore implements TaskStateStore {
    public CompletionStage<Optional<String>> reserve(
            String reservation, String task, List<Charge> charges, Duration life) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Void> release(String reservation) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Void> settle(String reservation) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<BigDecimal> count(String counter) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Boolean> claim(String key, Duration life) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Void> revoke(Revocation revocation) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Optional<Revocation>> revoked(Collection<Revocation.Target> targets) {
        throw new UnsupportedOperationException();
    }

    public CompletionStage<Void> forget(String task) {
        throw new UnsupportedOperationException();
    }
}
