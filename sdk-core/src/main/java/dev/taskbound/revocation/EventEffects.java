/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.state.Revocation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What a security event can do to a guard, which has its own: see {@code ToolGuard.securityEvents}. A method that cannot do
 * what it says throws an unchecked exception, and the event is then to be sent again. Thread-safe.
 */
public interface EventEffects {
    /** The guard's clock. */
    Clock clock();

    /**
     * Whether an event has not been {@link #done} yet. Until it is, it can begin again: after a crash or a failure.
     *
     * @param event names it, for all processes that share a state store
     * @param life how long its being done is remembered
     */
    boolean begin(String event, Duration life);

    /** Everything that the event does is done: it begins no more. */
    void done(String event);

    /** In force when this returns. */
    void revoke(Revocation.Target target, String by, String reason);

    /** Puts the event on record. */
    void record(Map<String, Object> details);

    /** @param outcome {@code revoked}, {@code no_effect}, {@code replayed}, {@code refused} or {@code failed} */
    void counted(String outcome);
}
