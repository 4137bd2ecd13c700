/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DESIGN, step 2: {@code callDigest = SHA-256("taskbound-call-v1\0" ‖ JCS{…})}. */
class DigestsTest {

    @Test
    void hashesThePrefixAndTheCanonicalForm() throws Exception {
        byte[] input = "taskbound-call-v1\0{\"a\":1,\"b\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(input);
        assertThat(Digests.sha256("taskbound-call-v1\0", Map.of("b", "é", "a", 1L)))
                .isEqualTo("sha-256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    @Test
    void isThePublishedDigestOfKnownInput() {
        // echo -n '{}' | sha256sum, in base64url
        assertThat(Digests.sha256("", Map.of())).isEqualTo("sha-256:RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o");
    }

    @Test
    void differsByPrefixAndByTree() {
        assertThat(Digests.sha256("a\0", Map.of())).isNotEqualTo(Digests.sha256("b\0", Map.of()));
        assertThat(Digests.sha256("a\0", Map.of())).isNotEqualTo(Digests.sha256("a\0", Map.of("a", 1)));
    }

    @Test
    void refusesWhatHasNoCanonicalForm() {
        assertThatThrownBy(() -> Digests.sha256("a\0", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
