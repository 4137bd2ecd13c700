/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.policy.SourceConfig.Actor;
import dev.taskbound.policy.SourceConfig.Identity;
import dev.taskbound.policy.SourceConfig.Revoke;
import dev.taskbound.policy.SourceConfig.Token;
import dev.taskbound.policy.SourceConfig.Type;
import dev.taskbound.policy.SourceConfig.When;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Binds an entry of {@code sources}. */
final class SourceBinder {
    private static final Set<Type> OAUTH = EnumSet.of(Type.TOKEN_EXCHANGE, Type.CLIENT_CREDENTIALS);
    private static final ValueReader<Type> TYPE = Values.choice(Type.class);
    private static final ValueReader<Token> TOKEN = Values.choice(Token.class);
    private static final ValueReader<Actor> ACTOR = Values.choice(Actor.class);
    private static final ValueReader<Revoke> REVOKE = Values.choice(Revoke.class);
    private static final Set<String> PARAMETERS =
            Set.of("actor_token", "audience", "authorization_details", "resource");
    private static final ValueReader<String> IGNORED = Values.choice(
            PARAMETERS.stream().collect(Collectors.toMap(Function.identity(), Function.identity())),
            "one of actor_token, audience, authorization_details, resource",
            "");

    private final FileContext file;
    private final boolean production;
    private final ValueReader<String> agent;
    private final ValueReader<String> destination;

    SourceBinder(FileContext file, Section root, boolean production) {
        this.file = file;
        this.production = production;
        this.agent = Values.reference("the name of an agent in agents", root.names("agents"));
        this.destination = Values.reference("the name of a destination in destinations", root.names("destinations"));
    }

    SourceConfig bind(String name, Section source) {
        Type type = source.required("type", TYPE);
        boolean isOauth = OAUTH.contains(type);
        URI issuer = isOauth ? source.required("issuer", Values.ISSUER) : source.orNull("issuer", Values.ISSUER);
        List<Identity> identities = identities(source, isOauth && source.has("type"));
        risk(source, type);
        return new SourceConfig(
                name,
                type,
                issuer,
                identities,
                Set.copyOf(source.list("ignores", IGNORED)),
                source.optional("token", TOKEN).orElse(Token.JWT),
                source.optional("actor", ACTOR).orElse(Actor.ASSERTION),
                source.optional("revoke", REVOKE).orElse(Revoke.TASK));
    }

    /** In production somebody has to have said that a secret which does not end with the call is taken as it is. */
    private void risk(Section source, Type type) {
        Optional<RiskDecision> risk = file.risk(source, source.orNull("owner", Values.TEXT));
        if (type != Type.STATIC || !production) {
            return;
        }
        String expected = "{ decision: accept, ticket: RISK-7, review_by: 2027-03-31 }: a static secret in production";
        if (risk.isEmpty()) {
            source.missing("risk", expected);
        } else if (risk.get().decision() != RiskDecision.Choice.ACCEPT) {
            source.unsupported("risk", "found another decision than accept, expected " + expected);
        }
    }

    private List<Identity> identities(Section source, boolean isRequired) {
        String expected = "identities such as { client: agent-reader, workload: pod }";
        List<YamlNode> items =
                isRequired ? source.requiredItems("identities", expected) : source.items("identities", expected);
        List<Identity> identities = new ArrayList<>();
        items.forEach(item -> identities.add(identity(new Section(item, file.problems()))));
        return identities;
    }

    private Identity identity(Section identity) {
        When when = when(identity.section("when"));
        Identity bound = new Identity(
                when, identity.required("client", Values.TEXT), identity.required("workload", Values.NAME));
        identity.finish();
        return bound;
    }

    private When when(Section when) {
        When bound = new When(
                when.orNull("action", PolicyBinder.ACTION),
                when.orNull("tenant", Values.TEXT),
                when.orNull("agent", agent),
                when.orNull("destination", destination),
                when.orNull("domain", Values.TEXT));
        when.finish();
        return bound;
    }
}
