/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Authenticated encryption of a tree as JWE (RFC 7516), {@code dir} with {@code A256GCM}. What it stands for is in the
 * protected header: sealed text that is put into another row, table or store, or that a later version replaced, is no
 * longer what its place says, and is refused. Thread-safe.
 */
public final class Seal {
    /** Characters of sealed text; nothing longer is written or opened. */
    public static final int LONGEST = 4 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(LONGEST, 64, LONGEST, 400, 1024, 400_000);

    private final StoreKey key;
    private final String store;

    /** @param store id of the one store that it is good for */
    public Seal(StoreKey key, String store) {
        this.key = key;
        this.store = store;
    }

    /**
     * Where sealed text stands.
     *
     * @param kind of what
     * @param id of which one
     * @param digest of what it is about; empty where that is nothing
     * @param version how often it was changed
     */
    public record Place(String kind, String id, String digest, int version) {
        Map<String, Object> claims(String store) {
            return Map.of("store", store, "id", id, "digest", digest, "version", (long) version);
        }

        JOSEObjectType type() {
            return new JOSEObjectType("taskbound-" + kind);
        }

        @Override
        public String toString() {
            return kind + " " + id;
        }
    }

    /** @throws IllegalArgumentException if the tree cannot be written, or is too large to be opened again */
    public String close(Place place, Map<String, @Nullable Object> tree) {
        JWEHeader.Builder header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .type(place.type())
                .keyID(key.id());
        place.claims(store).forEach(header::customParam);
        JWEObject sealed = new JWEObject(header.build(), new Payload(CanonicalJson.bytes(tree)));
        try {
            sealed.encrypt(new DirectEncrypter(key.sealing()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
        String text = sealed.serialize();
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(place + " is too large to be kept: expected at most " + LONGEST
                    + " characters, found " + text.length());
        }
        return text;
    }

    /** @throws TamperedException if it is not what was sealed for this place with this key */
    public Members open(Place place, String text) {
        if (text.length() > LONGEST) {
            throw new TamperedException(key.store(), place, "it is longer than anything that is written there");
        }
        try {
            JWEObject sealed = JWEObject.parse(text);
            requireFor(place, sealed.getHeader());
            sealed.decrypt(new DirectDecrypter(key.sealing()));
            return Members.of(StrictJson.parse(sealed.getPayload().toString(), LIMITS));
        } catch (ParseException e) {
            throw new TamperedException(key.store(), place, "it is no sealed text");
        } catch (KeyLengthException e) {
            throw new IllegalStateException("the key has 256 bits", e);
        } catch (JOSEException e) {
            throw new TamperedException(key.store(), place, "its seal is broken");
        } catch (JsonRefusedException | IllegalArgumentException e) {
            throw new TamperedException(key.store(), place, "it was sealed by something else: " + e.getMessage());
        }
    }

    private void requireFor(Place place, JWEHeader header) {
        if (!JWEAlgorithm.DIR.equals(header.getAlgorithm())
                || !EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
                || header.getCompressionAlgorithm() != null) {
            throw new TamperedException(key.store(), place, "it is not sealed with dir and A256GCM");
        }
        if (!key.id().equals(header.getKeyID())) {
            throw new TamperedException(key.store(), place, "it was sealed with another key");
        }
        if (!place.type().equals(header.getType())) {
            throw new TamperedException(key.store(), place, "it was sealed for another place: kind");
        }
        place.claims(store).forEach((name, value) -> {
            if (!Objects.equals(value, header.getCustomParam(name))) {
                throw new TamperedException(key.store(), place, "it was sealed for another place: " + name);
            }
        });
    }
}
