/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One review of an intent.
 *
 * @param digest what was reviewed: {@link Policy#intentDigest}
 * @param reviewer who reviewed it
 * @param reviewed when
 * @param tests the digest of the cases that passed; null if there were none
 */
public record IntentPin(
        String digest,
        String reviewer,
        LocalDate reviewed,
        @Nullable String tests) {
    public IntentPin {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(reviewer, "reviewer");
        Objects.requireNonNull(reviewed, "reviewed");
    }
}
