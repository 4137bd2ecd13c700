/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.taskbound.Secret;
import dev.taskbound.internal.json.CanonicalJson;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The key that a credential is bound to (RFC 9449), in memory only: it is made for one task and destination, never
 * written anywhere, and forgotten with the task. Whoever presents the credential proves with it, for each request, to
 * hold the key. Thread-safe. {@code toString} shows the key's thumbprint.
 */
public final class ProofKey {
    private static final int MOST_ORIGINS = 100;

    private final ECKey publicKey;
    private final ECDSASigner signer;
    private final String thumbprint;
    private final Clock clock;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();

    private ProofKey(ECKey key, Clock clock) throws JOSEException {
        this.publicKey = key.toPublicJWK();
        this.signer = new ECDSASigner(key);
        this.thumbprint = key.computeThumbprint().toString();
        this.clock = clock;
    }

    static ProofKey generate(Clock clock) {
        try {
            return new ProofKey(new ECKeyGenerator(Curve.P_256).generate(), clock);
        } catch (JOSEException e) {
            throw new IllegalStateException("no key could be made");
        }
    }

    /** The {@code jkt} of credentials that are bound to this key (RFC 7638; RFC 9449, 6.1). */
    public String thumbprint() {
        return thumbprint;
    }

    /**
     * The value of the {@code DPoP} header of one request: good for this method, this address and this token, for a
     * short while and once (RFC 9449, 4.2).
     *
     * @param token what is presented beside it
     */
    public String proof(String method, URI target, Secret token) {
        requireNonNull(token, "token");
        return sign(method, target, Hashes.base64Sha256(token.reveal()));
    }

    /** For a request to a token endpoint, which presents no token yet. */
    String proof(String method, URI target) {
        return sign(method, target, null);
    }

    private String sign(String method, URI target, @Nullable String tokenHash) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", RandomIds.next());
        claims.put("htm", requireNonNull(method, "method"));
        claims.put("htu", withoutQuery(target).toString());
        claims.put("iat", clock.instant().getEpochSecond());
        if (tokenHash != null) {
            claims.put("ath", tokenHash);
        }
        String nonce = nonces.get(origin(target));
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(publicKey)
                .build();
        try {
            JWSObject proof = new JWSObject(header, new Payload(CanonicalJson.write(claims)));
            proof.sign(signer);
            return proof.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the key could not sign");
        }
    }

    /**
     * Takes the nonce that a server has given for the next proof (RFC 9449, 8 and 9).
     *
     * @param from the address that was asked
     * @param nonce the value of the {@code DPoP-Nonce} header
     */
    public void learn(URI from, String nonce) {
        if (Nonces.isOne(nonce) && (nonces.size() < MOST_ORIGINS || nonces.containsKey(origin(from)))) {
            nonces.put(origin(from), nonce);
        }
    }

    private static String origin(URI target) {
        return target.getScheme() + "://" + target.getRawAuthority();
    }

    /** RFC 9449, 4.2: the target URI without query and fragment. */
    private static URI withoutQuery(URI target) {
        String text = target.toString();
        int end = text.indexOf('#');
        text = end < 0 ? text : text.substring(0, end);
        end = text.indexOf('?');
        return URI.create(end < 0 ? text : text.substring(0, end));
    }

    @Override
    public String toString() {
        return "ProofKey[" + thumbprint + "]";
    }
}
