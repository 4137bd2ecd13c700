/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.internal.json.CanonicalJson;
import java.util.Map;

/**
 * What to answer a transmitter (RFC 8935, 2.2 to 2.4).
 *
 * @param status 202 for an event that was taken in, 400 with a body for one that was refused, 413 or 415 for what is no
 *     event by its size or content type, 503 where nothing could be decided and the event is to be sent again
 * @param body JSON text, to be sent as UTF-8 with {@link #headers}; empty where there is none
 */
public record SecurityEventResponse(int status, String body) {
    static final SecurityEventResponse ACCEPTED = new SecurityEventResponse(202, "");
    static final SecurityEventResponse UNAVAILABLE = new SecurityEventResponse(503, "");
    static final SecurityEventResponse TOO_LARGE =
            refused(413, "invalid_request", "expected at most " + SecurityEventReceiver.LONGEST_BODY + " bytes");
    static final SecurityEventResponse WRONG_TYPE =
            refused(415, "invalid_request", "expected the content type " + SecurityEventReceiver.CONTENT_TYPE);

    static SecurityEventResponse refused(int status, String error, String description) {
        return new SecurityEventResponse(status, CanonicalJson.write(Map.of("err", error, "description", description)));
    }

    /** Whether the event was taken in: what it revokes is revoked. */
    public boolean isAccepted() {
        return status == 202;
    }

    /** The headers that go with the body. */
    public Map<String, String> headers() {
        return body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json", "Content-Language", "en");
    }
}
