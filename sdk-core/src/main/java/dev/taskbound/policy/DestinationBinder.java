/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import dev.taskbound.policy.Destination.Trace;
import dev.taskbound.policy.SourceConfig.Token;
import dev.taskbound.policy.SourceConfig.Type;
import java.time.Duration;
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
    private static final ValueReader<Reuse> REUSE = Values.choice(Reuse.class);

    private final FileContext file;
    private final Map<String, SourceConfig> sources;
    private final ValueReader<String> source;

    DestinationBinder(FileContext file, Map<String, SourceConfig> sources) {
        this.file = file;
        this.sources = sources;
        this.source = Values.reference("the name of a source in sources", sources.keySet());
    }

    Destination bind(String name, Section destination) {
        List<String> hosts = destination.requiredList("hosts", Values.HOST);
        String sourceName = destination.orNull("source", source);
        String owner = destination.orNull("owner", Values.TEXT);
        file.risk(destination, owner);
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
                reuse(destination, sourceName));
    }

    /** Only credentials of an authorization server are worth it, and a transaction token is about one call. */
    private Reuse reuse(Section destination, @Nullable String sourceName) {
        Reuse reuse = destination.optional("reuse", REUSE).orElse(Reuse.NONE);
        SourceConfig config = sourceName == null ? null : sources.get(sourceName);
        boolean isShareable = config != null
                && (config.type() == Type.TOKEN_EXCHANGE || config.type() == Type.CLIENT_CREDENTIALS)
                && config.token() != Token.TRANSACTION;
        if (reuse == Reuse.TASK && !isShareable) {
            destination.unsupported(
                    "reuse",
                    "found task, expected none: only credentials of type token-exchange or client-credentials that are no"
                            + " transaction tokens can be shared");
        }
        return reuse;
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
