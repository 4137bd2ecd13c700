/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import dev.taskbound.policy.Destination.Trace;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds an entry of {@code destinations}. */
final class DestinationBinder {
    private static final Duration DEFAULT_TTL = Duration.ofSeconds(60);
    private static final ValueReader<Duration> TTL = Values.duration("1h");
    private static final ValueReader<Trace> TRACE = Values.choice(Trace.class);
    private static final ValueReader<Proof> PROOF = Values.choice(Proof.class);

    private final FileContext file;
    private final ValueReader<String> source;

    DestinationBinder(FileContext file, Collection<String> sources) {
        this.file = file;
        this.source = Values.reference("the name of a source in sources", sources);
    }

    Destination bind(String name, Section destination) {
        List<String> hosts = destination.requiredList("hosts", Values.HOST);
        String sourceName = destination.orNull("source", source);
        String owner = destination.orNull("owner", Values.TEXT);
        file.risk(destination, owner);
        destination.unsupported(
                "reuse",
                "found reuse of credentials, expected none: every call has its own; reuse is not supported yet");
        return new Destination(
                name,
                hosts,
                sourceName,
                audience(destination, sourceName),
                owner,
                destination.orNull("domain", Values.TEXT),
                scopes(destination.section("scopes")),
                destination.optional("ttl", TTL).orElse(DEFAULT_TTL),
                destination.optional("trace", TRACE).orElse(Trace.NONE),
                destination.optional("private", Values.BOOLEAN).orElse(false),
                destination.optional("proof", PROOF).orElse(Proof.NONE),
                Reuse.NONE);
    }

    /** Without an audience a credential would be good anywhere. */
    private static String audience(Section destination, @Nullable String source) {
        return source == null
                ? destination.optional("audience", Values.TEXT).orElse("")
                : destination.required("audience", Values.TEXT);
    }

    private static Map<Action, String> scopes(Section scopes) {
        Map<Action, String> bound = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            scopes.optional(action.word(), Values.SCOPE).ifPresent(scope -> bound.put(action, scope));
        }
        scopes.finish();
        return bound;
    }
}
