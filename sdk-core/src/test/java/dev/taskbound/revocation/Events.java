/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.taskbound.credential.Tokens;
import dev.taskbound.internal.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Security events as a transmitter signs and pushes them. */
public final class Events {
    public static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    public static final String SSF = "https://schemas.openid.net/secevent/ssf/event-type/";
    public static final String AUDIENCE = "https://agents.example.com/events";
    public static final Map<String, Object> ALICE = Map.of("format", "iss_sub", "iss", Tokens.ISSUER, "sub", "alice");

    private Events() {}

    /** Right in every respect. */
    public static Map<String, Object> claims(String event, Map<String, ?> said, Map<String, ?> subject) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", Tokens.ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sub_id", subject);
        claims.put("events", Map.of(event, said));
        return claims;
    }

    public static Map<String, Object> sessionRevoked(Map<String, ?> subject) {
        return claims(CAEP + "session-revoked", Map.of("reason_admin", Map.of("en", "stolen laptop")), subject);
    }

    public static JWSHeader.Builder header() {
        return Tokens.header(JWSAlgorithm.RS256, "rsa-1").type(new JOSEObjectType("secevent+jwt"));
    }

    public static String sign(Map<String, ?> claims) {
        return Tokens.sign(header(), CanonicalJson.write(claims), Tokens.RSA);
    }

    public static SecurityEventResponse push(SecurityEventReceiver receiver, Map<String, ?> claims) {
        return push(receiver, sign(claims));
    }

    public static SecurityEventResponse push(SecurityEventReceiver receiver, String body) {
        return push(receiver, body, Map.of("content-type", "application/secevent+jwt"));
    }

    public static SecurityEventResponse push(SecurityEventReceiver receiver, String body, Map<String, String> headers) {
        return receiver.receive(headers::get, body.getBytes(StandardCharsets.UTF_8));
    }
}
