/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.policy.Destination.Proof;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares two policies and says what the newer one opens. What it cannot show to be narrower it announces. */
final class Widening {
    private final List<String> found = new ArrayList<>();

    private Widening() {}

    /** Lines such as {@code destinations.mail.hosts: added evil.example}. */
    static List<String> between(PolicyParts older, PolicyParts newer) {
        Widening widening = new Widening();
        if (older.production() && !newer.production()) {
            widening.say("environment", "no longer production, where only reviewed intents are opened");
        }
        widening.laterOrNone("mode.observe.until", older.observeUntil(), newer.observeUntil(), LocalDate.MIN);
        widening.each("agents", older.agents(), newer.agents(), widening::agent);
        widening.each("sources", older.sources(), newer.sources(), widening::source);
        widening.each("destinations", older.destinations(), newer.destinations(), widening::destination);
        widening.each("tools", older.tools(), newer.tools(), widening::tool);
        widening.each("intents", older.intents(), newer.intents(), new IntentWidening(widening)::compare);
        return List.copyOf(widening.found);
    }

    private <T> void each(String path, Map<String, T> older, Map<String, T> newer, Comparison<T> comparison) {
        newer.forEach((name, value) -> {
            T before = older.get(name);
            if (before == null) {
                found.add(path + "." + name + ": new");
            } else {
                comparison.compare(path + "." + name, before, value);
            }
        });
    }

    private void agent(String path, AgentProfile older, AgentProfile newer) {
        laterOrNone(path + ".expires", latest(older.expires()), latest(newer.expires()), LocalDate.MAX);
        Duration before = older.dormantAfter();
        Duration after = newer.dormantAfter();
        if (before != null && after == null) {
            say(path + ".dormant_after", "removed");
        } else if (before != null && after != null) {
            raised(path + ".dormant_after", before, after);
        }
    }

    private static LocalDate latest(@Nullable LocalDate expires) {
        return expires == null ? LocalDate.MAX : expires;
    }

    private void source(String path, SourceConfig older, SourceConfig newer) {
        changed(path + ".type", older.type(), newer.type());
        changed(path + ".issuer", older.issuer(), newer.issuer());
        changed(path + ".identities", older.identities(), newer.identities());
        added(path + ".ignores", older.ignores(), newer.ignores());
        changed(path + ".token", older.token(), newer.token());
        changed(path + ".actor", older.actor(), newer.actor());
        raised(path + ".revoke", older.revoke(), newer.revoke());
    }

    private void destination(String path, Destination older, Destination newer) {
        added(path + ".hosts", older.hosts(), newer.hosts());
        changed(path + ".source", older.source(), newer.source());
        changed(path + ".audience", older.audience(), newer.audience());
        changed(path + ".domain", older.domain(), newer.domain());
        newer.scopes()
                .forEach((action, scope) -> changed(
                        path + ".scopes." + action.word(), older.scope(action).orElse(null), scope));
        raised(path + ".ttl", older.ttl(), newer.ttl());
        raised(path + ".trace", older.trace(), newer.trace());
        raised(path + ".private", older.privateAddresses(), newer.privateAddresses());
        if (older.proof() != Proof.NONE) {
            changed(path + ".proof", older.proof(), newer.proof());
        }
        raised(path + ".reuse", older.reuse(), newer.reuse());
    }

    private void tool(String path, ConfiguredTool older, ConfiguredTool newer) {
        ToolProfile before = older.profile();
        ToolProfile after = newer.profile();
        changed(path + ".action", before.action(), after.action());
        changed(path + ".destination", before.destination(), after.destination());
        changed(path + ".args", before.arguments(), after.arguments());
        removed(path + ".control", before.control(), after.control());
        from(path + ".control", older, newer);
        raised(path + ".result.trust", before.trustedResult(), after.trustedResult());
        if (!before.trustedResult()) {
            added(path + ".result.trust.fields", before.trustedFields(), after.trustedFields());
        }
        removed(path + ".result.labels", before.labels(), after.labels());
        changed(path + ".describe", before.describe(), after.describe());
        removed(path + ".content", older.content().entrySet(), newer.content().entrySet());
    }

    private void from(String path, ConfiguredTool older, ConfiguredTool newer) {
        older.from().forEach((name, before) -> {
            List<AllowedOrigin> after = newer.from().get(name);
            if (after != null) {
                added(path + "." + name + ".from", before, after);
            } else if (newer.profile().control().contains(name)) {
                say(path + "." + name + ".from", "removed");
            }
        });
    }

    void say(String path, String what) {
        found.add(path + ": " + what);
    }

    void changed(String path, @Nullable Object older, @Nullable Object newer) {
        if (!Objects.equals(older, newer)) {
            say(path, "changed");
        }
    }

    void added(String path, Collection<?> older, Collection<?> newer) {
        newer.stream().filter(value -> !older.contains(value)).forEach(value -> say(path, "added " + value));
    }

    void removed(String path, Collection<?> older, Collection<?> newer) {
        older.stream().filter(value -> !newer.contains(value)).forEach(value -> say(path, "removed " + value));
    }

    <T extends Comparable<? super T>> void raised(String path, T older, T newer) {
        if (newer.compareTo(older) > 0) {
            say(path, "raised from " + older + " to " + newer);
        }
    }

    private void laterOrNone(String path, @Nullable LocalDate older, @Nullable LocalDate newer, LocalDate never) {
        if (newer != null && (older == null || newer.isAfter(older))) {
            say(path, newer.equals(never) ? "removed" : "later, now " + newer);
        }
    }

    /** Compares what stands under the same name in both policies. */
    interface Comparison<T> {
        void compare(String path, T older, T newer);
    }
}
