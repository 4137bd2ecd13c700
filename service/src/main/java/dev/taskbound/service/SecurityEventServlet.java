/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SecurityEventResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where a transmitter pushes its security events (RFC 8935): for the process in which the guard is.
 *
 * <pre>{@code
 * context.addServlet("events", new SecurityEventServlet(receiver)).addMapping("/events");
 * }</pre>
 *
 * The signature of each event is what protects it: it needs no sign-in and no CSRF token, and whatever guards the rest of
 * the application has to let it through. Anything but POST is answered with 405. Thread-safe.
 */
public final class SecurityEventServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient SecurityEventReceiver receiver;

    public SecurityEventServlet(SecurityEventReceiver receiver) {
        this.receiver = Objects.requireNonNull(receiver, "receiver");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // One byte more than is accepted: that tells a body that is too long.
        byte[] body = request.getInputStream().readNBytes(SecurityEventReceiver.LONGEST_BODY + 1);
        SecurityEventResponse answer = receiver.receive(request::getHeader, body);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
