/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A service whose word is taken for what people decided, and for whom it may speak. It vouches for who they are: whoever
 * has one of its keys decides in the name of anybody, within its groups.
 */
public final class ApprovingService {
    private final String name;
    private final String verifiedBy;
    private final Set<String> groups;
    private final List<WebhookKey> keys;

    private ApprovingService(String name, String verifiedBy, Set<String> groups, List<WebhookKey> keys) {
        this.name = name;
        this.verifiedBy = verifiedBy;
        this.groups = groups;
        this.keys = keys;
    }

    /** @param name for the audit log */
    public static ApprovingService named(String name) {
        Objects.requireNonNull(name, "name");
        return new ApprovingService(name, "webhook:" + name, Set.of(), List.of());
    }

    /** The groups of the policy that it may speak for; {@code principal} for the person a task is done for. */
    public ApprovingService speaksFor(String... ofPolicy) {
        return new ApprovingService(name, verifiedBy, Set.of(ofPolicy), keys);
    }

    /**
     * What verifies its messages: {@code whsec_…} or {@code whpk_…}; several while it changes keys. For requests and for
     * answers use different secrets, or Ed25519: else one who can read requests can answer them.
     *
     * @throws IllegalArgumentException if one is no such key
     */
    public ApprovingService verifiedWith(Secret... verifyingKeys) {
        List<WebhookKey> parsed =
                Arrays.stream(verifyingKeys).map(WebhookKey::parse).toList();
        if (parsed.stream().anyMatch(key -> key.signs() && key instanceof Ed25519Key)) {
            throw new IllegalArgumentException("expected the public key of the service, found a private one");
        }
        return new ApprovingService(name, verifiedBy, groups, parsed);
    }

    /**
     * Who verified the people it names, as principals of tasks have it: an issuer's URL. Without, nobody it names is the
     * person a task is done for.
     */
    public ApprovingService peopleOf(String issuer) {
        return new ApprovingService(name, Objects.requireNonNull(issuer, "issuer"), groups, keys);
    }

    String name() {
        return name;
    }

    List<WebhookKey> keys() {
        return keys;
    }

    boolean mayAnswerFor(String group) {
        return groups.contains(group);
    }

    boolean isComplete() {
        return !groups.isEmpty() && !keys.isEmpty();
    }

    Principal approver(String subject, String group) {
        return Principal.verified(verifiedBy, subject).withRoles(Set.of(group));
    }

    /** Names it and its groups. */
    @Override
    public String toString() {
        return "ApprovingService[" + name + " for " + groups + "]";
    }
}
