/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;

/**
 * What one call takes from one counter. A counter starts at zero when it is first charged.
 *
 * @param counter names the counter; those of one task start with the task's id and a slash
 * @param amount what is taken, zero or more
 * @param limit the counter must not exceed this after the charge
 */
public record Charge(String counter, BigDecimal amount, BigDecimal limit) {
    // Exact arithmetic stays cheap, whatever a model writes; every finite double fits.
    private static final int MOST_DIGITS = 1100;

    public Charge {
        if (taskOf(counter).isEmpty()) {
            throw new IllegalArgumentException("expected a counter named after its task, found " + counter);
        }
        requireBounded(amount, counter);
        requireBounded(limit, counter);
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("negative charge on " + counter);
        }
    }

    public static Charge of(String counter, long amount, long limit) {
        return new Charge(counter, BigDecimal.valueOf(amount), BigDecimal.valueOf(limit));
    }

    /** The task that the counter belongs to: what its name says before the first slash. */
    public String task() {
        return taskOf(counter);
    }

    static String taskOf(String counter) {
        return counter.substring(0, Math.max(0, counter.indexOf('/')));
    }

    private static void requireBounded(BigDecimal value, String counter) {
        if (value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException("expected at most " + MOST_DIGITS + " digits for " + counter);
        }
    }
}
