/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Standard Webhooks, "Signature scheme". */
class WebhookKeyTest {
    private static final byte[] CONTENT = "msg_1.1.{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsAsTheReferenceLibrariesDo() {
        WebhookKey key = WebhookKey.parse(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        SignedHeaders signed = SignedHeaders.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330), body, List.of(key));
        assertThat(signed.signatures()).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(signed.isSignedBy(List.of(key), body)).isTrue();
        assertThat(signed.isSignedBy(List.of(), body)).isFalse();
    }

    /** RFC 8032, 7.1, test 2. */
    @Test
    void ed25519SignsAsItsStandardSays() {
        String seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        String known = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        String signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        String expected = "v1a," + base64(HexFormat.of().parseHex(signature));
        byte[] message = {0x72};
        assertThat(key("whsk_", seed).sign(message)).isEqualTo(expected);
        assertThat(key("whsk_", seed + known).sign(message)).isEqualTo(expected);
        assertThat(key("whpk_", known).verify(message, expected)).isTrue();
        assertThat(key("whpk_", known).verify(new byte[] {0x73}, expected)).isFalse();
        assertThat(key("whpk_", known).verify(message, expected.replace("v1a,", "v1,")))
                .isFalse();
        assertThat(key("whpk_", known).verify(message, "v1a,not base64")).isFalse();
        assertThat(key("whpk_", known).verify(message, "v1a,")).isFalse();
    }

    @Test
    void aKeyOfThisJavaIsUnderstoodToo() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        WebhookKey publicKey = WebhookKey.parse(
                Secret.of("whpk_" + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))));
        WebhookKey privateKey = WebhookKey.parse(Secret.of(
                "whsk_" + base64(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow())));
        assertThat(publicKey.verify(CONTENT, privateKey.sign(CONTENT))).isTrue();
        Signature theirs = Signature.getInstance("Ed25519");
        theirs.initVerify(pair.getPublic());
        theirs.update(CONTENT);
        assertThat(theirs.verify(
                        Base64.getDecoder().decode(privateKey.sign(CONTENT).substring(4))))
                .isTrue();
        assertThat(publicKey.signs()).isFalse();
        assertThatThrownBy(() -> publicKey.sign(CONTENT)).isInstanceOf(IllegalStateException.class);
        assertThat(privateKey.verify(CONTENT, privateKey.sign(CONTENT)))
                .as("a private key is not for verifying")
                .isFalse();
    }

    @Test
    void oneOfSeveralSignaturesIsEnoughWhileKeysAreChanged() {
        WebhookKey old = WebhookKey.parse(Signed.SECRET);
        WebhookKey next = WebhookKey.parse(Signed.OTHER);
        byte[] body = {'{', '}'};
        SignedHeaders both = SignedHeaders.sign("msg_1", Instant.EPOCH, body, List.of(old, next));
        assertThat(both.isSignedBy(List.of(old), body)).isTrue();
        assertThat(both.isSignedBy(List.of(next), body)).isTrue();
        SignedHeaders one = SignedHeaders.sign("msg_1", Instant.EPOCH, body, List.of(old));
        assertThat(one.isSignedBy(List.of(next, old), body)).isTrue();
        assertThat(one.isSignedBy(List.of(next), body)).isFalse();
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutShowingIt() {
        for (String text : List.of(
                "c2VjcmV0",
                "whsec_",
                "whsec_c2VjcmV0",
                "whsec_" + base64(new byte[65]),
                "whsec_not base64 but secret",
                "whsk_" + base64(new byte[31]),
                "whpk_" + base64(new byte[33]),
                "WHSEC_" + base64(new byte[32]))) {
            assertThatThrownBy(() -> WebhookKey.parse(Secret.of(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .startsWith("expected")
                    .doesNotContain("c2VjcmV0", "but secret");
        }
        assertThat(WebhookKey.parse(Signed.SECRET) + " " + key("whsk_", "00".repeat(32)))
                .isEqualTo("HmacKey[...] Ed25519Key[...]");
    }

    private static WebhookKey key(String prefix, String hex) {
        return WebhookKey.parse(Secret.of(prefix + base64(HexFormat.of().parseHex(hex))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
