/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the public keys of key sets (RFC 7517, 5). Exception texts hold nothing of what was read. */
final class JwkSets {
    private static final int MOST_KEYS = 100;

    private JwkSets() {}

    static JWKSet parse(String text) {
        try {
            return parse(StrictJson.parseObject(text, JsonLimits.ARGUMENTS));
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException("expected a JWK set: " + e.getMessage());
        }
    }

    static JWKSet parse(Map<String, @Nullable Object> tree) {
        try {
            // Whoever reads a private key there could sign with it.
            JWKSet keys = new JWKSet(JWKSet.parse(new HashMap<>(tree)).getKeys().stream()
                    .filter(key -> !key.isPrivate())
                    .toList());
            if (keys.size() > 0 && keys.size() <= MOST_KEYS) {
                return keys;
            }
        } catch (ParseException | RuntimeException e) {
            // The parser's message may quote a key, so it goes no further.
        }
        throw new IllegalArgumentException("expected a JWK set with 1 to " + MOST_KEYS + " public keys");
    }

    static List<JWK> select(JWKSet keys, JWKMatcher wanted) {
        return keys.getKeys().stream().filter(wanted::matches).toList();
    }
}
