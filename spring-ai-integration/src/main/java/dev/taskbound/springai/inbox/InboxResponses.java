/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.internal.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the inbox answers: never stored, never framed, and nothing in it runs but the page's own script. */
final class InboxResponses {
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private InboxResponses() {}

    static ResponseEntity<byte[]> of(HttpStatus status, MediaType type, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(type)
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(body);
    }

    /** Written here, not by the application's own mapper: its naming rules are not the page's. */
    static ResponseEntity<byte[]> json(Map<String, ?> tree) {
        return of(HttpStatus.OK, MediaType.APPLICATION_JSON, CanonicalJson.bytes(tree));
    }

    static ResponseEntity<byte[]> refusal(HttpStatus status, String why) {
        MediaType text = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
        return of(status, text, why.getBytes(StandardCharsets.UTF_8));
    }
}
