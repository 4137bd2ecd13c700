/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.Objects;

/**
 * One call that somebody decides about.
 *
 * @param id the held call's id
 * @param callDigest the digest of the call as the person was shown it: a decision about anything else has no effect
 */
public record Choice(String id, String callDigest) {
    public Choice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(callDigest, "callDigest");
    }

    /** The call as it was shown. */
    public static Choice of(HeldCall shown) {
        return new Choice(shown.id(), shown.callDigest());
    }
}
