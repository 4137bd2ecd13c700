/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.stream.Collectors.joining;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import dev.taskbound.internal.json.CanonicalJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tokens with the right claims that their issuer did not sign, or not so. RFC 8725, 3.1, 3.2, 3.10. */
final class ForgedTokens {
    private static final RSAKey WEAK = Tokens.rsa("rsa-weak", 1024);
    private static final RSAKey PINNED = new RSAKey.Builder(Tokens.rsa("rsa-pinned", 2048))
            .algorithm(JWSAlgorithm.RS256)
            .build();
    private static final RSAKey ENCRYPTING = new RSAKey.Builder(Tokens.rsa("rsa-enc", 2048))
            .keyUse(KeyUse.ENCRYPTION)
            .build();
    private static final RSAKey WRAPPING = new RSAKey.Builder(Tokens.rsa("rsa-wrap", 2048))
            .keyOperations(Set.of(KeyOperation.WRAP_KEY, KeyOperation.ENCRYPT))
            .build();
    private static final RSAKey SHOWN = Tokens.rsa("rsa-shown", 2048);

    private static final RSAKey TOILSOME = toilsome();

    /** The right ones, and some that are no good. */
    static final String KEYS = keySet(
            Tokens.EC.toPublicJWK(),
            Tokens.RSA.toPublicJWK(),
            WEAK.toPublicJWK(),
            PINNED.toPublicJWK(),
            ENCRYPTING.toPublicJWK(),
            WRAPPING.toPublicJWK(),
            TOILSOME.toPublicJWK(),
            SHOWN);

    private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"typ\":\"at+jwt\"}";
    private static final int SIGNATURE = 86;

    private final Map<String, Function<Map<String, Object>, String>> all = new LinkedHashMap<>();

    private ForgedTokens() {}

    /** @param elsewhere where no key may be fetched from */
    static Map<String, Function<Map<String, Object>, String>> all(URI elsewhere) {
        ForgedTokens tokens = new ForgedTokens();
        tokens.keys();
        tokens.keysOfItsOwn(elsewhere);
        tokens.headers();
        tokens.payloads();
        tokens.signatures();
        tokens.texts();
        return tokens.all;
    }

    static String keySet(JWK... keys) {
        return Stream.of(keys).map(JWK::toJSONString).collect(joining(",", "{\"keys\":[", "]}"));
    }

    private void keys() {
        all.put(
                "another key under a known id",
                claims -> signed(JWSAlgorithm.ES256, "ec-1", claims, Tokens.ec("ec-1")));
        all.put("an unknown key", claims -> signed(JWSAlgorithm.ES256, "new", claims, Tokens.ec("new")));
        all.put("a key of another kind", claims -> signed(JWSAlgorithm.RS256, "ec-1", claims, Tokens.RSA));
        all.put("a short key", claims -> signed(JWSAlgorithm.RS256, "rsa-weak", claims, WEAK));
        all.put("a key for another algorithm", claims -> signed(JWSAlgorithm.PS256, "rsa-pinned", claims, PINNED));
        all.put("a key for encryption", claims -> signed(JWSAlgorithm.RS256, "rsa-enc", claims, ENCRYPTING));
        all.put("a key for wrapping", claims -> signed(JWSAlgorithm.RS256, "rsa-wrap", claims, WRAPPING));
        all.put("a key of a long exponent", claims -> signed(JWSAlgorithm.RS256, "rsa-toil", claims, TOILSOME));
        all.put(
                "a key of which the issuer shows the private part",
                claims -> signed(JWSAlgorithm.RS256, "rsa-shown", claims, SHOWN));
        all.put("the public key as a secret", ForgedTokens::confused);
    }

    private void keysOfItsOwn(URI elsewhere) {
        ECKey own = Tokens.ec("own");
        RSAKey ownRsa = Tokens.rsa("own", 2048);
        all.put(
                "brings its own key",
                claims -> Tokens.sign(header("own").jwk(own.toPublicJWK()), CanonicalJson.write(claims), own));
        all.put(
                "brings its own key under a known id",
                claims -> Tokens.sign(header("ec-1").jwk(own.toPublicJWK()), CanonicalJson.write(claims), own));
        all.put(
                "says where its key is",
                claims -> Tokens.sign(header("own").jwkURL(elsewhere), CanonicalJson.write(claims), own));
        all.put(
                "says where its certificate is",
                claims -> Tokens.sign(header("own").x509CertURL(elsewhere), CanonicalJson.write(claims), own));
        all.put(
                "brings its own certificate",
                claims -> Tokens.sign(
                        Tokens.header(JWSAlgorithm.RS256, "own").x509CertChain(List.of(new Base64("MIIB"))),
                        CanonicalJson.write(claims),
                        ownRsa));
        for (String id : List.of("../../../../etc/passwd", "' OR 1=1 --", "k".repeat(8_000), "")) {
            String name = "a key id of " + id.substring(0, Math.min(12, id.length()));
            all.put(name, claims -> signed(JWSAlgorithm.ES256, id, claims, own));
        }
    }

    private void headers() {
        all.put("unsigned", Tokens::none);
        for (String algorithm : List.of("\"none\"", "\"None\"", "\"es256\"", "\"HS256\"", "null", "7", "[\"ES256\"]")) {
            headed("alg of " + algorithm, HEADER.replace("\"ES256\"", algorithm));
        }
        headed("no alg", HEADER.replace("\"alg\":\"ES256\",", ""));
        headed("alg twice", HEADER.replaceFirst("\\{", "{\"alg\":\"none\","));
        headed("an id that is a number", HEADER.replace("\"ec-1\"", "1"));
        headed("a list of types", HEADER.replace("\"at+jwt\"", "[\"at+jwt\"]"));
        headed("the type of a logout", HEADER.replace("at+jwt", "logout+jwt"));
        headed("the type of a proof", HEADER.replace("at+jwt", "dpop+jwt"));
        headed("a critical extension", HEADER.replaceFirst("\\{", "{\"crit\":[\"exp\"],\"exp\":1,"));
        headed("an empty list of critical extensions", HEADER.replaceFirst("\\{", "{\"crit\":[],"));
        headed("a payload as it is, critical", HEADER.replaceFirst("\\{", "{\"crit\":[\"b64\"],\"b64\":false,"));
        headed("a payload as it is", HEADER.replaceFirst("\\{", "{\"b64\":false,"));
        headed("a header that goes on", HEADER + HEADER);
        headed("a header in a list", "[" + HEADER + "]");
        headed("a header of nothing", "null");
        headed("a header with a comment", HEADER.replaceFirst("\\{", "{/**/"));
        headed("a header with a mark before it", "\ufeff" + HEADER);
    }

    private void headed(String name, String header) {
        all.put(name, claims -> Tokens.signedAs(header, CanonicalJson.write(claims), Tokens.EC));
    }

    private void payloads() {
        paid("a claim twice", json -> json.replaceFirst("\\{", "{\"sub\":\"mallory\","));
        paid("claims in a list", json -> "[" + json + "]");
        paid("claims twice", json -> json + json);
        paid("claims and more", json -> json + "x");
        paid("claims after a mark", json -> "\ufeff" + json);
        paid("claims of nothing", json -> "null");
        paid("no claims", json -> "{}");
        for (String number : List.of("1e99", "1e400", "-1e99", "0x7fffffff", "+1", "01", "1e-400")) {
            paid("an expiry of " + number, json -> json.replaceFirst("\"exp\":\\d+", "\"exp\":" + number));
        }
        paid("a number that is none", json -> json.replaceFirst("\\{", "{\"x\":NaN,"));
        paid(
                "nested without end",
                json -> json.replaceFirst("\\{", "{\"x\":" + "[".repeat(900) + "]".repeat(900) + ","));
        paid("claims of many names", json -> json.replaceFirst("\\{", "{" + names(900)));
        paid("a token in a token", json -> Tokens.signedAs(HEADER, json, Tokens.EC));
        all.put("zipped claims", claims -> {
            String header = HEADER.replaceFirst("\\{", "{\"zip\":\"DEF\",");
            return Tokens.signedAs(header, "\u0001\u0002zipped", Tokens.EC);
        });
    }

    private static String names(int length) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            names.append('"').append("n".repeat(length)).append(i).append("\":1,");
        }
        return names.toString();
    }

    private void paid(String name, Function<String, String> change) {
        all.put(name, claims -> Tokens.signedAs(HEADER, change.apply(CanonicalJson.write(claims)), Tokens.EC));
    }

    private void signatures() {
        all.put("its signature cut", claims -> cut(Tokens.es256(claims), 10));
        all.put("its signature gone", claims -> unsigned(claims));
        all.put("a signature of noughts", claims -> unsigned(claims) + "A".repeat(SIGNATURE));
        all.put("a signature of another form", ForgedTokens::der);
        all.put("a signature twice", claims -> {
            String token = Tokens.es256(claims);
            return token + token.substring(token.lastIndexOf('.') + 1);
        });
        all.put("another token's signature", claims -> {
            String other = Tokens.es256(Map.of("sub", "alice"));
            return unsigned(claims) + other.substring(other.lastIndexOf('.') + 1);
        });
    }

    private void texts() {
        all.put("opaque", claims -> ServerFaults.SECRET);
        all.put("encrypted", claims -> "a.b.c.d.e");
        all.put("two parts", claims -> cut(unsigned(claims), 1));
        all.put("four parts", claims -> Tokens.es256(claims) + ".x");
        all.put("as long as a book", claims -> "a".repeat(100_000) + ".b.c");
        all.put("with a line end", claims -> Tokens.es256(claims) + "\r\nX-Injected: yes");
        all.put("with a nought", claims -> Tokens.es256(claims) + "\0");
        all.put("with a blank before it", claims -> " " + Tokens.es256(claims));
        all.put("with its scheme", claims -> "Bearer " + Tokens.es256(claims));
        all.put("filled up", claims -> Tokens.es256(claims) + "==");
        all.put("two of them", claims -> Tokens.es256(claims) + " " + Tokens.es256(claims));
    }

    /** A right key, whose public part takes as long as its private one. */
    private static RSAKey toilsome() {
        RSAKey key = Tokens.rsa("rsa-toil", 2048);
        return new RSAKey.Builder(key.getModulus(), key.getPrivateExponent())
                .privateExponent(key.getPublicExponent())
                .keyID("rsa-toil")
                .build();
    }

    private static String unsigned(Map<String, Object> claims) {
        return Tokens.es256(claims).replaceFirst("[^.]+$", "");
    }

    private static String der(Map<String, Object> claims) {
        String token = Tokens.es256(claims);
        int dot = token.lastIndexOf('.') + 1;
        try {
            byte[] der = ECDSA.transcodeSignatureToDER(new Base64URL(token.substring(dot)).decode());
            return token.substring(0, dot) + Base64URL.encode(der);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String confused(Map<String, Object> claims) {
        try {
            return Tokens.hs256(
                    claims, "ec-1", Tokens.EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSHeader.Builder header(String keyId) {
        return Tokens.header(JWSAlgorithm.ES256, keyId).type(new JOSEObjectType("at+jwt"));
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, Map<String, Object> claims, JWK key) {
        return Tokens.sign(Tokens.header(algorithm, keyId), CanonicalJson.write(claims), key);
    }

    private static String cut(String text, int characters) {
        return text.substring(0, text.length() - characters);
    }
}
