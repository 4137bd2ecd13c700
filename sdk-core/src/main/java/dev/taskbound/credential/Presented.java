/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.credential.CredentialRefusedException.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as it was presented.
 *
 * @param request null where only the header's value is known
 */
record Presented(boolean isDpop, String token, @Nullable PresentedRequest request) {
    // Possessive: whoever sends many blanks is answered as fast as others.
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(Bearer|DPoP) \\s*+(\\S*+)\\s*+");

    static Presented of(@Nullable String authorization, @Nullable PresentedRequest request) {
        Matcher parts = CREDENTIALS.matcher(authorization == null ? "" : authorization);
        if (!parts.matches()) {
            throw new CredentialRefusedException(
                    Reason.NO_CREDENTIAL, "expected an Authorization header of the Bearer or DPoP scheme");
        }
        return new Presented(parts.group(1).equalsIgnoreCase("DPoP"), parts.group(2), request);
    }

    static Presented of(PresentedRequest request) {
        if (request.authorization().size() > 1) {
            throw new CredentialRefusedException(Reason.MALFORMED, "expected one Authorization header");
        }
        return of(request.authorization().stream().findFirst().orElse(null), request);
    }

    /** The token is not shown. */
    @Override
    public String toString() {
        return "Presented[" + (isDpop ? "DPoP" : "Bearer") + "]";
    }
}
