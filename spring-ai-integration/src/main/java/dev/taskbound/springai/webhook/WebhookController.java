/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.webhook;

import dev.taskbound.approval.webhook.WebhookDecisions;
import dev.taskbound.approval.webhook.WebhookReply;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Receives what an approving service sends. The signature is what protects it: it needs no sign-in and no CSRF token, and
 * Spring Security has to let it through. Thread-safe.
 */
@Controller
@RequestMapping("${taskbound.approvals.webhook.path:/taskbound/decisions}")
public final class WebhookController {
    private final WebhookDecisions decisions;

    public WebhookController(WebhookDecisions decisions) {
        this.decisions = Objects.requireNonNull(decisions, "decisions");
    }

    @PostMapping
    ResponseEntity<Void> decide(HttpServletRequest request) throws IOException {
        // The bytes as they came, one more than is accepted: whatever a converter makes of them is not what was signed.
        byte[] body = request.getInputStream().readNBytes(WebhookDecisions.LONGEST_BODY + 1);
        WebhookReply reply = decisions.accept(request::getHeader, body);
        return ResponseEntity.status(reply.status()).build();
    }
}
