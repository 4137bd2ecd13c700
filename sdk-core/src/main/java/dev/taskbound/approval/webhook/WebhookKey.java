/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.Secret;
import java.util.Base64;

/** One key as Standard Webhooks serialises it ("Signature scheme"). Thread-safe; shows nothing of itself. */
interface WebhookKey {
    String SYMMETRIC = "whsec_";
    String PRIVATE = "whsk_";
    String PUBLIC = "whpk_";

    /** Whether it can sign, and not only verify. */
    boolean signs();

    /** The signature with its identifier, such as {@code v1,K5oZ…}. */
    String sign(byte[] content);

    /** @param signature with its identifier; anything that is not one of this key is no signature */
    boolean verify(byte[] content, String signature);

    /** @throws IllegalArgumentException if the text is no such key; the message holds nothing of it */
    static WebhookKey parse(Secret key) {
        String text = key.reveal();
        if (text.startsWith(SYMMETRIC)) {
            return new HmacKey(decode(text, SYMMETRIC));
        }
        if (text.startsWith(PRIVATE)) {
            return Ed25519Key.ofPrivate(decode(text, PRIVATE));
        }
        if (text.startsWith(PUBLIC)) {
            return Ed25519Key.ofPublic(decode(text, PUBLIC));
        }
        throw new IllegalArgumentException(
                "expected a webhook key that begins with " + SYMMETRIC + ", " + PRIVATE + " or " + PUBLIC);
    }

    private static byte[] decode(String text, String prefix) {
        try {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            // Without cause: the decoder's message quotes the key.
            throw new IllegalArgumentException("expected base64 after " + prefix);
        }
    }
}
