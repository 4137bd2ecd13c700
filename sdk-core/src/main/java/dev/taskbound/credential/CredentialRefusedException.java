/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Objects;

/**
 * A resource server's verifier refuses what it was presented. Neither the message nor anything else here holds the
 * token or a value of a control argument; the message is for the server's own log.
 */
public final class CredentialRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    CredentialRefusedException(Reason reason, String message) {
        super(reason + ": " + message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }

    /** The status to answer with: 401, 403, or 503 where nothing could be decided (RFC 6750, 3.1). */
    public int httpStatus() {
        return reason.status;
    }

    /**
     * The value of the {@code WWW-Authenticate} header that goes with a 401 or 403 (RFC 6750, 3; RFC 9449, 7.1). It tells the client
     * what kind of thing is wrong and nothing that the message says.
     */
    public String wwwAuthenticate() {
        if (reason == Reason.NO_PROOF || reason == Reason.BAD_PROOF) {
            return "DPoP error=\"" + reason.error + "\", algs=\"" + ProofCheck.ALGORITHMS + "\"";
        }
        return reason.error.isEmpty() ? "Bearer" : "Bearer error=\"" + reason.error + "\"";
    }

    /** Why a credential was refused. The names are stable. */
    public enum Reason {
        /** No {@code Authorization} header, or not one of the Bearer or DPoP scheme. */
        NO_CREDENTIAL(401, ""),
        /** Not a signed JWT in strict form, or a claim of the wrong type. */
        MALFORMED(401, Texts.INVALID_TOKEN),
        /** Not signed by a known key of the issuer with an allowed algorithm. */
        BAD_SIGNATURE(401, Texts.INVALID_TOKEN),
        WRONG_ISSUER(401, Texts.INVALID_TOKEN),
        WRONG_AUDIENCE(401, Texts.INVALID_TOKEN),
        /** Expired, or not valid yet, or without an expiry. */
        NOT_LIVE(401, Texts.INVALID_TOKEN),
        REVOKED(401, Texts.INVALID_TOKEN),
        /** Bound to a key or certificate, and presented without proof; or not bound, where that is required. */
        NO_PROOF(401, Texts.INVALID_TOKEN),
        /** The proof is not one of this request, this token and the key that the token is bound to, or was used before. */
        BAD_PROOF(401, Texts.INVALID_PROOF),
        /** Accepted before, by a verifier that accepts each credential once. */
        ALREADY_USED(401, Texts.INVALID_TOKEN),
        /** Not for one tool call: it would be good for anything. */
        NOT_BOUND(403, Texts.INSUFFICIENT),
        WRONG_TASK(403, Texts.INSUFFICIENT),
        WRONG_TOOL(403, Texts.INSUFFICIENT),
        WRONG_ACTION(403, Texts.INSUFFICIENT),
        WRONG_INTENT(403, Texts.INSUFFICIENT),
        /** What the service is about to do is not what the call was permitted to do. */
        WRONG_CONTROL(403, Texts.INSUFFICIENT),
        MISSING_SCOPE(403, Texts.INSUFFICIENT),
        /** The issuer's keys could not be had, or the memory for single use is full: nothing was decided. */
        UNAVAILABLE(503, "");

        private final int status;
        private final String error;

        Reason(int status, String error) {
            this.status = status;
            this.error = error;
        }
    }

    private static final class Texts {
        static final String INVALID_TOKEN = "invalid_token";
        static final String INVALID_PROOF = "invalid_dpop_proof";
        static final String INSUFFICIENT = "insufficient_scope";
    }
}
