/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What subjects stand for: as the application says, else what is obvious. A user whom one of our issuers names is the
 * principal of that name, and a JWT that one of them issued is the credential of that id.
 *
 * @param issuers whose users and tokens are those of this guard
 */
record Subjects(SubjectMapping application, Set<String> issuers) {
    /** The members of a complex subject that say the most, first. */
    private static final List<String> MEMBERS =
            List.of("session", "user", "application", "device", "group", "org_unit", "tenant");

    Set<Target> of(EventSubject subject) {
        Collection<Target> said = application.targets(subject);
        if (!said.isEmpty()) {
            return new LinkedHashSet<>(said);
        }
        if (subject.format().equals(EventSubject.COMPLEX)) {
            return ofMembers(subject);
        }
        Set<Target> targets = new LinkedHashSet<>();
        subject.aliases().forEach(alias -> targets.addAll(of(alias)));
        obvious(subject).ifPresent(targets::add);
        return targets;
    }

    /** All members describe one subject, so the first that means something is it. */
    private Set<Target> ofMembers(EventSubject subject) {
        for (String name : MEMBERS) {
            Set<Target> targets =
                    subject.member(name).map(member -> ofMember(name, member)).orElse(Set.of());
            if (!targets.isEmpty()) {
                return targets;
            }
        }
        return Set.of();
    }

    /** A device or an application that an issuer names is nobody's principal. */
    private Set<Target> ofMember(String name, EventSubject member) {
        return name.equals("user") || member.format().equals("jwt_id")
                ? of(member)
                : new LinkedHashSet<>(application.targets(member));
    }

    private Optional<Target> obvious(EventSubject subject) {
        boolean ours = subject.text("iss").filter(issuers::contains).isPresent();
        return switch (ours ? subject.format() : "") {
            case "iss_sub" -> target(Kind.PRINCIPAL, subject.text("sub"));
            case "jwt_id" -> target(Kind.CREDENTIAL, subject.text("jti"));
            default -> Optional.empty();
        };
    }

    private static Optional<Target> target(Kind kind, Optional<String> name) {
        return name.filter(text -> !text.isBlank()).map(text -> new Target(kind, text));
    }
}
