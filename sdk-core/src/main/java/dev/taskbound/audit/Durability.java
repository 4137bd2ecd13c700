/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a record when its stage completes. In each case it survives the end of the process, {@code kill
 * -9} included: the operating system has it. They differ in what survives the end of the machine (power, kernel).
 */
public final class Durability {
    /**
     * On the device ({@code fsync}) before the stage completes; appends that wait together share one. Nothing that a
     * stage confirmed is lost, as far as the device keeps its own promise.
     */
    public static final Durability EVERY_RECORD = new Durability("every record", Duration.ZERO);

    /** Whenever the operating system sees fit: after a loss of power, some of the last records may be missing. */
    public static final Durability OPERATING_SYSTEM = new Durability("operating system", null);

    private final String name;
    private final @Nullable Duration syncWithin;

    private Durability(String name, @Nullable Duration syncWithin) {
        this.name = name;
        this.syncWithin = syncWithin;
    }

    /**
     * On the device within this time after the record was written, and the time that takes: a loss of power costs no
     * more than that.
     *
     * @param interval 1 ms to 1 h
     */
    public static Durability periodic(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("expected an interval of 1 ms to 1 h, found " + interval);
        }
        return new Durability("periodic " + interval, interval);
    }

    /** How long a record may stay off the device; null for as long as the operating system likes. */
    @Nullable
    Duration syncWithin() {
        return syncWithin;
    }

    @Override
    public String toString() {
        return "Durability[" + name + "]";
    }
}
