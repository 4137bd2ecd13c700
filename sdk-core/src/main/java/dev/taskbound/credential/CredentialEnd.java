/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Locale;

/** What became of a credential that was to end before its time. */
public enum CredentialEnd {
    /** Its issuer accepts it no more, or it is gone. */
    REVOKED,
    /** Its issuer could not be told yet; it is told again, until it has heard or the credential has expired. */
    RETRYING,
    /** Nobody can end it: it lives until {@link Credential#expiresAt}. */
    EXPIRES;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it stands in records and metrics. */
    public String word() {
        return word;
    }
}
