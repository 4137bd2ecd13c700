/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.Principal;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.guard.ApprovalDesk;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.task.PrincipalResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The inbox over HTTP. Whom Spring Security has authenticated is the approver; the {@link ApprovalDesk} alone decides what
 * they may see and decide. Refuses whoever is nobody, and every request that Spring Security's CSRF filter has not seen.
 * Thread-safe.
 */
@Controller
@RequestMapping("${taskbound.approvals.inbox-path:/taskbound/inbox}")
public final class InboxController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

    private final InboxAssets assets = new InboxAssets();
    private final ApprovalDesk desk;
    private final PrincipalResolver principals;
    private final String path;

    /** @param path where the inbox is, below the context path */
    public InboxController(ToolGuard guard, PrincipalResolver principals, String path) {
        this.desk = guard.approvals();
        this.principals = principals;
        this.path = path;
    }

    @GetMapping
    ResponseEntity<byte[]> page(HttpServletRequest request) {
        byte[] page = assets.page(request.getContextPath() + path);
        return as(request, approver -> InboxResponses.of(HttpStatus.OK, HTML, page));
    }

    @GetMapping("/inbox.css")
    ResponseEntity<byte[]> style(HttpServletRequest request) {
        return as(request, approver -> InboxResponses.of(HttpStatus.OK, CSS, assets.style()));
    }

    @GetMapping("/inbox.js")
    ResponseEntity<byte[]> script(HttpServletRequest request) {
        return as(request, approver -> InboxResponses.of(HttpStatus.OK, SCRIPT, assets.script()));
    }

    @GetMapping("/calls")
    ResponseEntity<byte[]> calls(HttpServletRequest request) {
        return as(request, approver -> {
            CsrfToken token = token(request);
            if (token == null) {
                return unprotected();
            }
            List<HeldCall> waiting = desk.waitingFor(approver);
            return InboxResponses.json(Map.of(
                    "csrf", Map.of("header", token.getHeaderName(), "token", token.getToken()),
                    "you", InboxView.name(approver.subject()),
                    "now", System.currentTimeMillis(),
                    "total", waiting.size(),
                    "groups", InboxView.groups(waiting)));
        });
    }

    @PostMapping(path = "/decide", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> decide(HttpServletRequest request) throws IOException {
        if (token(request) == null) {
            return unprotected();
        }
        byte[] body = request.getInputStream().readNBytes(Verdict.LONGEST + 1);
        Optional<Verdict> verdict = Verdict.read(new String(body, StandardCharsets.UTF_8));
        return as(
                request,
                approver -> verdict.map(each -> InboxResponses.json(Map.of("results", results(approver, each))))
                        .orElseGet(
                                () -> InboxResponses.refusal(HttpStatus.BAD_REQUEST, "Not a decision of this page.")));
    }

    private List<Map<String, String>> results(Principal approver, Verdict verdict) {
        return desk.decide(approver, verdict.choices(), verdict.answer(), verdict.reason(), verdict.remember()).stream()
                .map(each -> Map.of("id", each.id(), "effect", each.effect().name()))
                .toList();
    }

    private ResponseEntity<byte[]> as(HttpServletRequest request, Function<Principal, ResponseEntity<byte[]>> answer) {
        String site = request.getHeader("Sec-Fetch-Site");
        if ("cross-site".equals(site) && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"))) {
            return InboxResponses.refusal(HttpStatus.FORBIDDEN, "Not from another site.");
        }
        Optional<Principal> approver = Optional.ofNullable(
                        SecurityContextHolder.getContext().getAuthentication())
                .flatMap(principals::resolve);
        if (approver.isEmpty()) {
            return InboxResponses.refusal(HttpStatus.FORBIDDEN, "Sign in first.");
        }
        try {
            return answer.apply(approver.get());
        } catch (IllegalStateException e) {
            return InboxResponses.refusal(HttpStatus.SERVICE_UNAVAILABLE, "The approval store does not answer.");
        }
    }

    private static @Nullable CsrfToken token(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token : null;
    }

    private static ResponseEntity<byte[]> unprotected() {
        return InboxResponses.refusal(
                HttpStatus.FORBIDDEN, "Spring Security's CSRF protection is off here, and the inbox needs it.");
    }
}
