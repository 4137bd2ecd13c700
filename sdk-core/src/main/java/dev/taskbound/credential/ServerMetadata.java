/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.internal.net.Loopback;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself (RFC 8414, 2), as far as it is needed.
 *
 * @param mtlsTokenEndpoint where clients that present a certificate ask (RFC 8705, 5)
 * @param introspection null if it offers none (RFC 7662)
 * @param backchannel null if it offers none (OpenID Connect CIBA Core 1.0, 4)
 * @param mtlsBackchannel where clients that present a certificate ask for that
 * @param revocation null if it offers none (RFC 7009)
 * @param mtlsRevocation where clients that present a certificate ask for that
 */
record ServerMetadata(
        URI tokenEndpoint,
        URI mtlsTokenEndpoint,
        URI keys,
        @Nullable URI introspection,
        @Nullable URI backchannel,
        @Nullable URI mtlsBackchannel,
        @Nullable URI revocation,
        @Nullable URI mtlsRevocation) {
    private static final String BACKCHANNEL = "backchannel_authentication_endpoint";
    private static final String REVOCATION = "revocation_endpoint";

    /**
     * Where the metadata may be: as RFC 8414, 3.1 has it, then as OpenID Connect Discovery 1.0, 4 has it.
     */
    static List<URI> addresses(URI issuer) {
        String path = issuer.getRawPath().replaceFirst("/$", "");
        return List.of(
                issuer.resolve("/.well-known/oauth-authorization-server" + path),
                issuer.resolve(path + "/.well-known/openid-configuration"));
    }

    /** Whether this looks like metadata at all; servers answer 200 with a page for addresses they do not know. */
    static boolean isIn(JsonAnswer answer) {
        return answer.status() == 200 && answer.json().get("issuer") instanceof String;
    }

    /** @throws CredentialException unless the metadata is of exactly this issuer (RFC 8414, 3.3) */
    static ServerMetadata parse(URI issuer, JsonAnswer answer) {
        Map<String, @Nullable Object> json = answer.requireOk();
        if (!issuer.toString().equals(json.get("issuer"))) {
            throw answer.unusable("expected metadata of the issuer " + issuer);
        }
        URI token = required(issuer, answer, json, "token_endpoint");
        Object aliases = json.get("mtls_endpoint_aliases");
        Map<?, ?> mtlsAliases = aliases instanceof Map<?, ?> map ? map : Map.of();
        URI mtls = optional(issuer, answer, mtlsAliases, "token_endpoint");
        URI backchannel = optional(issuer, answer, json, BACKCHANNEL);
        URI mtlsBackchannel = optional(issuer, answer, mtlsAliases, BACKCHANNEL);
        URI revocation = optional(issuer, answer, json, REVOCATION);
        URI mtlsRevocation = optional(issuer, answer, mtlsAliases, REVOCATION);
        return new ServerMetadata(
                token,
                mtls == null ? token : mtls,
                required(issuer, answer, json, "jwks_uri"),
                optional(issuer, answer, json, "introspection_endpoint"),
                backchannel,
                mtlsBackchannel == null ? backchannel : mtlsBackchannel,
                revocation,
                mtlsRevocation == null ? revocation : mtlsRevocation);
    }

    private static URI required(URI issuer, JsonAnswer answer, Map<?, ?> json, String name) {
        URI address = optional(issuer, answer, json, name);
        if (address == null) {
            throw answer.unusable("expected an HTTPS address in " + name);
        }
        return address;
    }

    private static @Nullable URI optional(URI issuer, JsonAnswer answer, Map<?, ?> json, String name) {
        Object text = json.get(name);
        if (text == null) {
            return null;
        }
        URI address = text instanceof String given ? parse(given) : null;
        // A server elsewhere has no business with plain HTTP on this machine.
        if (address != null
                && Loopback.isProtected(address)
                && (Loopback.isHost(issuer) || "https".equalsIgnoreCase(address.getScheme()))) {
            return address;
        }
        throw answer.unusable("expected an HTTPS address in " + name);
    }

    private static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
