/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.Objects;

/**
 * What came of one decision.
 *
 * @param id the held call's id, as it was given
 */
public record Decided(String id, Effect effect) {
    public Decided {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(effect, "effect");
    }

    /** The effect of a decision. */
    public enum Effect {
        /** Everybody who was asked has approved: the call can go on. */
        APPROVED,
        /** Approved, but another group is still to be heard. */
        OTHERS_TO_BE_HEARD,
        /** Declined, and that is final for the task. */
        DECLINED,
        /** There is no such call, or it is not for this person to decide; which of the two is not told. */
        NOT_FOUND,
        /** The call is not the one that the person was shown. */
        NOT_AS_SHOWN,
        /** It was decided already, has expired, or is void. */
        TOO_LATE,
        /** The decision could not be recorded or stored: it has no effect. */
        UNAVAILABLE
    }
}
