/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a webhook (Standard Webhooks, "Webhook headers"). Not trusted until {@link #isSignedBy} says so.
 *
 * @param signatures separated by spaces, one for each key of a sender that changes keys
 */
record SignedHeaders(String id, long timestamp, String signatures) {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    // No full stop: it separates what is signed.
    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final int LONGEST_SIGNATURES = 4_096;
    private static final int MOST_SIGNATURES = 10;

    static SignedHeaders sign(String id, Instant now, byte[] body, List<WebhookKey> keys) {
        byte[] content = content(id, now.getEpochSecond(), body);
        String signatures = keys.stream().map(key -> key.sign(content)).collect(Collectors.joining(" "));
        return new SignedHeaders(id, now.getEpochSecond(), signatures);
    }

    /** Empty unless all three are there and of their form. */
    static Optional<SignedHeaders> of(Function<String, @Nullable String> header) {
        String id = header.apply(ID);
        String timestamp = header.apply(TIMESTAMP);
        String signatures = header.apply(SIGNATURE);
        return id != null
                        && timestamp != null
                        && signatures != null
                        && IDS.matcher(id).matches()
                        && SECONDS.matcher(timestamp).matches()
                        && signatures.length() <= LONGEST_SIGNATURES
                ? Optional.of(new SignedHeaders(id, Long.parseLong(timestamp), signatures))
                : Optional.empty();
    }

    Instant at() {
        return Instant.ofEpochSecond(timestamp);
    }

    /** @param body the very bytes that were received */
    boolean isSignedBy(List<WebhookKey> keys, byte[] body) {
        byte[] content = content(id, timestamp, body);
        return Arrays.stream(signatures.split(" "))
                .limit(MOST_SIGNATURES)
                .anyMatch(signature -> keys.stream().anyMatch(key -> key.verify(content, signature)));
    }

    private static byte[] content(String id, long timestamp, byte[] body) {
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, content, start.length, body.length);
        return content;
    }

    /** Names the id alone. */
    @Override
    public String toString() {
        return "SignedHeaders[" + id + "]";
    }
}
