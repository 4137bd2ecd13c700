/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The realm that these tests import: one person, one service, and a client for each way to authenticate. */
final class Realm {
    static final String NAME = "taskbound";
    static final String SERVICE = "orders-api";
    static final String PASSWORD = "alice-password";
    static final String SECRET = "s3cret-of-keycloak";

    private static final String ASKING = "agent-light";
    private static final String SECONDS = "30";

    private final Workloads workloads;
    private final List<Map<String, Object>> clients = new ArrayList<>();
    private final List<Map<String, Object>> mappers = new ArrayList<>();

    private Realm(Workloads workloads) {
        this.workloads = workloads;
    }

    static String json(Workloads workloads) {
        return new Realm(workloads).json();
    }

    private String json() {
        clients.add(Map.of("clientId", SERVICE, "bearerOnly", true));
        keyed("agent-reader", Map.of());
        keyed("agent-long", Map.of("access.token.lifespan", "600"));
        keyed(
                "agent-asking",
                Map.of("oidc.ciba.grant.enabled", "true", "ciba.backchannel.token.delivery.mode", "poll"));
        keyed("agent-proving", Map.of("dpop.bound.access.tokens", "true"));
        keyed(ASKING, Map.of("client.use.lightweight.access.token.enabled", "true"));
        agent("agent-secret", "client-secret", Map.of(), Map.of("secret", SECRET));

        federated("agent-pod", "cluster", "system:serviceaccount:agents:reader");
        federated("agent-svid", "mesh", "spiffe://mesh.example/agents/reader");
        clients.add(Map.of(
                "clientId",
                "portal",
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "defaultClientScopes",
                List.of("basic", "to-agents"),
                "optionalClientScopes",
                List.of()));
        return JSONObjectUtils.toJSONString(Map.of(
                "realm",
                NAME,
                "enabled",
                true,
                "clientScopes",
                scopes(),
                "clients",
                clients,
                "identityProviders",
                platforms(),
                "users",
                List.of(alice())));
    }

    /** Signs its assertions with a key of its own (RFC 7523). */
    private void keyed(String client, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "use.jwks.string", "true",
                "jwks.string", workloads.publicKeys(),
                "token.endpoint.auth.signing.alg", "ES256"));
        attributes.putAll(more);
        agent(client, "client-jwt", attributes, Map.of());
    }

    /** Presents what a platform signed. */
    private void federated(String client, String platform, String subject) {
        agent(
                client,
                "federated-jwt",
                Map.of("jwt.credential.issuer", platform, "jwt.credential.sub", subject),
                Map.of());
    }

    private void agent(String client, String authenticator, Map<String, String> more, Map<String, String> settings) {
        Map<String, String> attributes =
                new HashMap<>(Map.of("standard.token.exchange.enabled", "true", "access.token.lifespan", SECONDS));
        attributes.putAll(more);
        Map<String, Object> made = new HashMap<>(settings);
        made.put("clientId", client);
        made.put("standardFlowEnabled", false);
        made.put("serviceAccountsEnabled", true);
        made.put("clientAuthenticatorType", authenticator);
        made.put("defaultClientScopes", List.of("basic"));
        if (client.equals(ASKING)) {
            // Since 26.6.2 an issuer that is asked tells only an audience of the token what it is good for.
            made.put("protocolMappers", List.of(audience(client)));
        }
        made.put("optionalClientScopes", List.of("orders.read"));
        made.put("attributes", attributes);
        clients.add(made);
        // Keycloak exchanges a token only for a client that is in its audience.
        mappers.add(audience(client));
    }

    private List<Map<String, Object>> scopes() {
        return List.of(
                scope("orders.read", true, List.of(audience(SERVICE))),
                scope("to-agents", false, mappers),
                scope("basic", false, List.of(mapper("sub", "oidc-sub-mapper", Map.of()))));
    }

    private static Map<String, Object> scope(String name, boolean isShown, List<Map<String, Object>> mappers) {
        return Map.of(
                "name",
                name,
                "protocol",
                "openid-connect",
                "attributes",
                Map.of("include.in.token.scope", String.valueOf(isShown)),
                "protocolMappers",
                mappers);
    }

    private static Map<String, Object> audience(String client) {
        return mapper(client, "oidc-audience-mapper", Map.of("included.client.audience", client));
    }

    private static Map<String, Object> mapper(String name, String kind, Map<String, String> settings) {
        Map<String, String> config =
                new HashMap<>(Map.of("access.token.claim", "true", "introspection.token.claim", "true"));
        config.putAll(settings);
        return Map.of("name", name, "protocol", "openid-connect", "protocolMapper", kind, "config", config);
    }

    private List<Map<String, Object>> platforms() {
        return List.of(
                Map.of(
                        "alias",
                        "cluster",
                        "providerId",
                        "kubernetes",
                        "enabled",
                        true,
                        "config",
                        Map.of("issuer", workloads.cluster())),
                Map.of(
                        "alias",
                        "mesh",
                        "providerId",
                        "spiffe",
                        "enabled",
                        true,
                        "config",
                        Map.of("trustDomain", "spiffe://mesh.example", "bundleEndpoint", workloads.bundle())));
    }

    private static Map<String, Object> alice() {
        return Map.of(
                "username", "alice",
                "enabled", true,
                "email", "alice@example.com",
                "firstName", "Alice",
                "lastName", "A",
                "credentials", List.of(Map.of("type", "password", "value", PASSWORD)));
    }
}
