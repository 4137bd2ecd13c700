/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.approval.Decided.Effect;

/** What came of a message from an approving service, and the HTTP status that tells the service. */
public enum WebhookReply {
    /** Everybody who was asked has approved. */
    APPROVED(200),
    /** Approved, but another group is still to be heard. */
    OTHERS_TO_BE_HEARD(200),
    /** Declined, and that is final for the task. */
    DECLINED(200),
    /** Signed, but not a decision as it should look. */
    MALFORMED(400),
    /** Not signed, not by a key that is trusted, or not lately: the timestamp is more than five minutes off. */
    UNSIGNED(401),
    /** There is no such call, or it is not for this service or this person to decide; which of them is not told. */
    NOT_FOUND(404),
    /** A message of this {@code webhook-id} was taken in already. */
    REPLAYED(409),
    /** The call is not the one that the person was shown. */
    NOT_AS_SHOWN(409),
    /** It was decided already, has expired, or is void. */
    TOO_LATE(409),
    /** More than a decision can be. */
    TOO_LARGE(413),
    /** The decision could not be recorded or stored, so it has no effect; the same message may be sent again. */
    UNAVAILABLE(503);

    private final int status;

    WebhookReply(int status) {
        this.status = status;
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }

    static WebhookReply of(Effect effect) {
        return switch (effect) {
            case APPROVED -> APPROVED;
            case OTHERS_TO_BE_HEARD -> OTHERS_TO_BE_HEARD;
            case DECLINED -> DECLINED;
            case NOT_FOUND -> NOT_FOUND;
            case NOT_AS_SHOWN -> NOT_AS_SHOWN;
            case TOO_LATE -> TOO_LATE;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
