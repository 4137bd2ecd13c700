/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.events;

import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SecurityEventResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Receives what a transmitter of security events pushes (RFC 8935). The signature is what protects it: it needs no sign-in
 * and no CSRF token, and Spring Security has to let it through. Thread-safe.
 */
@Controller
@RequestMapping("${taskbound.security-events.path:/taskbound/events}")
public final class SecurityEventController {
    private final SecurityEventReceiver receiver;

    public SecurityEventController(SecurityEventReceiver receiver) {
        this.receiver = Objects.requireNonNull(receiver, "receiver");
    }

    @PostMapping
    ResponseEntity<byte[]> receive(HttpServletRequest request) throws IOException {
        // The bytes as they came, one more than is accepted: whatever a converter makes of them is not what was signed.
        byte[] body = request.getInputStream().readNBytes(SecurityEventReceiver.LONGEST_BODY + 1);
        SecurityEventResponse answer = receiver.receive(request::getHeader, body);
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status())
                .headers(headers -> answer.headers().forEach(headers::set));
        return answer.body().isEmpty()
                ? response.build()
                : response.body(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
