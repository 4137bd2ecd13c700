/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person or service a task is done for. Made only from something that was verified: the one way in names what
 * verified it, so that a reviewer can find every place where that is claimed. Never build one from a message, a model's
 * answer or an inbound header.
 *
 * @see dev.taskbound.credential.CredentialVerifier
 */
public final class Principal {
    private final String subject;
    private final String verifiedBy;
    private final Set<String> roles;
    private final @Nullable Secret token;

    private Principal(String subject, String verifiedBy, Set<String> roles, @Nullable Secret token) {
        this.subject = subject;
        this.verifiedBy = verifiedBy;
        this.roles = roles;
        this.token = token;
    }

    /**
     * A principal whose identity the caller has verified.
     *
     * @param verifiedBy what verified it, for the record: {@code "spring-security"}, an issuer's URL
     * @param subject who it is, as that verifier names them
     */
    public static Principal verified(String verifiedBy, String subject) {
        if (subject.isBlank() || verifiedBy.isBlank()) {
            throw new IllegalArgumentException("a principal needs a subject and what verified it");
        }
        return new Principal(subject, verifiedBy, Set.of(), null);
    }

    public Principal withRoles(Set<String> verifiedRoles) {
        return new Principal(subject, verifiedBy, Set.copyOf(verifiedRoles), token);
    }

    /** The verified token itself, which a token exchange presents as {@code subject_token} (RFC 8693, 2.1). */
    public Principal withToken(Secret subjectToken) {
        return new Principal(subject, verifiedBy, roles, Objects.requireNonNull(subjectToken, "subjectToken"));
    }

    public String subject() {
        return subject;
    }

    public String verifiedBy() {
        return verifiedBy;
    }

    public Set<String> roles() {
        return roles;
    }

    public Optional<Secret> token() {
        return Optional.ofNullable(token);
    }

    @Override
    public String toString() {
        return "Principal[" + subject + " verified by " + verifiedBy + "]";
    }
}
