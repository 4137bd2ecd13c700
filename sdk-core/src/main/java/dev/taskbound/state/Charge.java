/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one call takes from one counter. A counter starts at zero when it is first charged.
 *
 * @param counter names the counter; those of one task start with the task's id and a slash
 * @param amount what is taken, zero or more
 * @param limit the counter must not exceed this after the charge
 * @param member for a counter of different things: which one this is. The amount is taken only if no charge with this
 *     member stands, and given back with the last one that does. Null where every charge counts
 */
public record Charge(
        String counter,
        BigDecimal amount,
        BigDecimal limit,
        @Nullable String member) {
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

    /** A charge that counts whatever else was charged. */
    public Charge(String counter, BigDecimal amount, BigDecimal limit) {
        this(counter, amount, limit, null);
    }

    /** As {@link #of}, of one of the different things that a counter counts. */
    public static Charge ofMember(String counter, String member, long limit) {
        return new Charge(counter, BigDecimal.ONE, BigDecimal.valueOf(limit), member);
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
