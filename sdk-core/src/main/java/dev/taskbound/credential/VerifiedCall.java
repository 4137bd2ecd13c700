/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a verified credential permits: one tool call of one task, or, where the caller's policy lets reads share a
 * credential, the reads of one task: those are bound to no tool and to no control value, so {@link #requireTool} and {@link
 * #requireControl} refuse them. Only {@link CredentialVerifier} makes one. That it
 * exists says who issued it and that it is live and meant for this service; the service still has to say what it is
 * about to do, with the {@code require} methods, each of which throws {@link CredentialRefusedException} or returns
 * this. Immutable.
 */
public final class VerifiedCall {
    private final ToolCallDetail detail;
    private final String issuer;
    private final String subject;
    private final Secret token;
    private final String agent;
    private final String credentialId;
    private final Set<String> scope;
    private final Instant expiresAt;

    VerifiedCall(
            VerifiedJwt token,
            ToolCallDetail detail,
            String issuer,
            String subject,
            String credentialId,
            Instant expiresAt,
            Secret presented) {
        this.detail = detail;
        this.issuer = issuer;
        this.token = presented;
        this.subject = subject;
        this.agent = token.actor().orElse(subject);
        this.credentialId = credentialId;
        this.scope = token.scope();
        this.expiresAt = expiresAt;
    }

    /** @param id of the task that this service has begun something for: what it holds is no other task's */
    public VerifiedCall requireTask(String id) {
        return require(taskId().equals(id), Reason.WRONG_TASK, id, taskId());
    }

    /** @param name the tool's key in the caller's policy, such as {@code refund_payment} */
    public VerifiedCall requireTool(String name) {
        return require(detail.tool().equals(name), Reason.WRONG_TOOL, name, detail.tool());
    }

    public VerifiedCall requireAction(Action action) {
        return require(detail.action().equals(action.word()), Reason.WRONG_ACTION, action.word(), detail.action());
    }

    public VerifiedCall requireIntent(String name) {
        return require(intent().equals(name), Reason.WRONG_INTENT, name, intent());
    }

    /** @param wanted one scope (RFC 6749, 3.3); the credential may have others */
    public VerifiedCall requireScope(String wanted) {
        return require(scope.contains(wanted), Reason.MISSING_SCOPE, wanted, String.valueOf(new TreeSet<>(scope)));
    }

    /**
     * What the service is about to do must be what the call was permitted to do. Every name must be bound by the
     * credential and have the same value. Numbers are compared by value, so {@code 100} is {@code 100.0}; a text never
     * equals a number. What else the credential binds is not looked at: see {@link #controlNames()}.
     *
     * @param values control arguments by name: text, {@code Boolean}, integers, {@code BigDecimal}, {@code Double}, or
     *     lists and maps of these
     */
    public VerifiedCall requireControl(Map<String, ? extends @Nullable Object> values) {
        Set<String> differing = new TreeSet<>();
        values.forEach((name, value) -> {
            if (!detail.control().containsKey(name)
                    || !ControlValues.same(value, detail.control().get(name))) {
                differing.add(name);
            }
        });
        if (!differing.isEmpty()) {
            throw new CredentialRefusedException(
                    Reason.WRONG_CONTROL, "not bound to these values, or not bound at all: " + differing);
        }
        return this;
    }

    /** Every control argument that the credential binds, for a service that wants to be sure it compared them all. */
    public Set<String> controlNames() {
        return Set.copyOf(detail.control().keySet());
    }

    /** The calling task, then the ones above it, nearest first. */
    public List<CallingTask> tasks() {
        return detail.tasks();
    }

    /** Empty where the caller has none. */
    public String tenant() {
        return detail.tenant();
    }

    /** Whom it is done for, with this credential as the token that a token exchange presents for whoever acts next. */
    public Principal principal() {
        return Principal.verified(issuer, subject).withToken(token);
    }

    public String taskId() {
        return tasks().get(0).id();
    }

    public String intent() {
        return tasks().get(0).intent();
    }

    public String tool() {
        return detail.tool();
    }

    /** The word of the action: {@code read}, {@code write} or {@code admin}. */
    public String action() {
        return detail.action();
    }

    /** Whom it is done for; the agent itself where it acts for nobody. */
    public String subject() {
        return subject;
    }

    /** Who acts: the {@code act} claim, or the subject where there is none. */
    public String agent() {
        return agent;
    }

    /** {@code sha-256:} and the digest under which approval and audit record know this call. */
    public String callDigest() {
        return detail.callDigest();
    }

    /** The token's {@code jti}, or a hash where it has none. */
    public String credentialId() {
        return credentialId;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    private VerifiedCall require(boolean holds, Reason reason, String expected, String found) {
        if (!holds) {
            throw new CredentialRefusedException(reason, "expected " + expected + ", found " + found);
        }
        return this;
    }

    /** Names the tool, the task and the credential; control values are not shown. */
    @Override
    public String toString() {
        return "VerifiedCall[" + detail.tool() + " of " + taskId() + " with " + credentialId + "]";
    }
}
