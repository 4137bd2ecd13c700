/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;

import com.nimbusds.jose.jwk.JWK;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What a server says of itself (RFC 8414, 2 and 3.3), and the keys it publishes (RFC 7517). */
@NeedsPart(Loopback.class)
@Timeout(180)
class DiscoveryFaultsTest extends FaultRows {
    private static final String EC = Tokens.EC.toPublicJWK().toJSONString();

    @TestFactory
    Stream<DynamicTest> metadata() throws Exception {
        elsewhere.start();
        Map<String, Consumer<Map<String, Object>>> rows = new LinkedHashMap<>();
        rows.put("another issuer", metadata -> metadata.put("issuer", "https://evil.example"));
        rows.put("the issuer with a slash", metadata -> metadata.put("issuer", metadata.get("issuer") + "/"));
        rows.put(
                "the issuer in capitals",
                metadata ->
                        metadata.put("issuer", metadata.get("issuer").toString().toUpperCase(Locale.ROOT)));
        rows.put(
                "the issuer of another tenant",
                metadata ->
                        metadata.put("issuer", metadata.get("issuer").toString().replace("test", "{tenant}")));
        rows.put("the issuer in a list", metadata -> metadata.put("issuer", List.of(metadata.get("issuer"))));
        rows.put("no issuer", metadata -> metadata.remove("issuer"));
        rows.put("no token endpoint", metadata -> metadata.remove("token_endpoint"));
        rows.put("no keys", metadata -> metadata.remove("jwks_uri"));
        for (String endpoint : List.of("token_endpoint", "jwks_uri")) {
            for (Object address : Arrays.asList(
                    "http://idp.example.com/x",
                    "file:///etc/passwd",
                    "data:application/json,{}",
                    "ftp://127.0.0.1/x",
                    "//127.0.0.1/x",
                    "/x",
                    "::",
                    "",
                    "https://",
                    "https:///x",
                    "https:x",
                    "http://127.0.0.1.example.com/x",
                    "http://127.0.0.1@idp.example.com/x",
                    7,
                    true,
                    List.of("https://127.0.0.1:1/x"),
                    Map.of())) {
                rows.put(endpoint + " at " + address, metadata -> metadata.put(endpoint, address));
            }
        }
        return denied(CREDENTIAL_UNAVAILABLE, rows, (server, change) -> server.metadata = change);
    }

    @TestFactory
    Stream<DynamicTest> keys() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("none", "{\"keys\":[]}");
        rows.put("no member", "{\"kty\":\"EC\"}");
        rows.put("a number", "{\"keys\":7}");
        rows.put("nothing", "{\"keys\":null}");
        rows.put("an object", "{\"keys\":" + EC + "}");
        rows.put("a text", "{\"keys\":\"" + EC.replace("\"", "\\\"") + "\"}");
        rows.put("texts", "{\"keys\":[\"ec-1\"]}");
        rows.put("a bare key", EC);
        rows.put("half a key", "{\"keys\":[{\"kty\":\"RSA\"}]}");
        rows.put("a key without kind", "{\"keys\":[" + EC.replaceFirst("\"kty\":\"EC\",", "") + "]}");
        rows.put("a key of an unknown kind", "{\"keys\":[" + EC.replace("\"EC\"", "\"AKP\"") + "]}");
        rows.put("a key of another curve", "{\"keys\":[" + EC.replace("P-256", "P-384") + "]}");
        rows.put("a key off its curve", "{\"keys\":[" + EC.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"AAAA\"") + "]}");
        rows.put("a secret", "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"ec-1\",\"k\":\"AAAA\"}]}");
        rows.put("another kind under the id", Tokens.keySet(Tokens.rsa("ec-1", 2048)));
        rows.put("another key under the id", Tokens.keySet(Tokens.ec("ec-1")));
        rows.put("another id", Tokens.keySet(Tokens.ec("ec-2"), Tokens.RSA));
        rows.put("private parts", ForgedTokens.keySet(Tokens.EC, Tokens.RSA));
        rows.put("for encryption", "{\"keys\":[" + EC.replaceFirst("\\{", "{\"use\":\"enc\",") + "]}");
        rows.put("for wrapping", "{\"keys\":[" + EC.replaceFirst("\\{", "{\"key_ops\":[\"wrapKey\"],") + "]}");
        rows.put("for another algorithm", "{\"keys\":[" + EC.replaceFirst("\\{", "{\"alg\":\"ES384\",") + "]}");
        rows.put("a hundred and one", many(101));
        rows.put("ten thousand", many(10_000));
        return denied(CREDENTIAL_UNAVAILABLE, rows, (server, keys) -> server.keySet = keys);
    }

    private static String many(int keys) {
        return ForgedTokens.keySet(
                Collections.nCopies(keys, Tokens.EC.toPublicJWK()).toArray(JWK[]::new));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                keys("of the same id", Tokens.keySet(Tokens.ec("ec-1"), Tokens.EC)),
                keys("of kinds to come", "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"pq\"}," + EC + "]}"),
                keys("a secret among them", "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}," + EC + "]}"),
                keys("a hundred", many(100)),
                permitted(
                        "what nobody asked for",
                        server -> server.metadata = metadata -> metadata.put("claims_supported", List.of("x"))));
    }

    private DynamicTest keys(String name, String keys) {
        return permitted("keys " + name, server -> server.keySet = keys);
    }
}
