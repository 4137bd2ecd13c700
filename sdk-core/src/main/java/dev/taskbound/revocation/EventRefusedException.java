/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.credential.CredentialRefusedException;

/** A security event that is answered with an error. The message is for the log; neither it nor the answer quotes the event. */
final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SecurityEventResponse response;

    private EventRefusedException(SecurityEventResponse response, String message) {
        super(message, null, false, false);
        this.response = response;
    }

    static EventRefusedException invalid(String description) {
        return of("invalid_request", description);
    }

    static EventRefusedException of(String error, String description) {
        return of(error, description, description);
    }

    private static EventRefusedException of(String error, String description, String message) {
        return new EventRefusedException(SecurityEventResponse.refused(400, error, description), message);
    }

    /** What the check of the token refused. */
    static EventRefusedException of(CredentialRefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case UNAVAILABLE -> new EventRefusedException(SecurityEventResponse.UNAVAILABLE, message);
            case BAD_SIGNATURE -> of("invalid_key", "expected a signature by a key of the transmitter", message);
            default -> of("invalid_request", "expected a signed JWT of typ secevent+jwt, as RFC 8417 has it", message);
        };
    }

    SecurityEventResponse response() {
        return response;
    }
}
