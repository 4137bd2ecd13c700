/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What one call takes from one counter.
 *
 * @param counter names the counter; those of one task start with the task's id and a slash
 * @param amount what is taken, zero or more
 * @param limit the counter must not exceed this after the charge
 */
public record Charge(String counter, BigDecimal amount, BigDecimal limit) {
    public Charge {
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(limit, "limit");
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("negative charge on " + counter);
        }
    }

    public static Charge of(String counter, long amount, long limit) {
        return new Charge(counter, BigDecimal.valueOf(amount), BigDecimal.valueOf(limit));
    }
}
