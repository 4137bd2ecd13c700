/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One unencrypted private key in PEM. Exception texts name the file and hold nothing of it. */
final class PemKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKey() {}

    static PrivateKey read(Path file) {
        try {
            Matcher pem = PEM.matcher(SmallFile.read(file).strip());
            if (pem.matches()) {
                return decode(pem.group(1)).orElseThrow(() -> refused(file));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        throw refused(file);
    }

    private static Optional<PrivateKey> decode(String base64) {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return List.of("EC", "RSA").stream()
                .flatMap(algorithm -> decode(algorithm, der).stream())
                .findFirst();
    }

    private static Optional<PrivateKey> decode(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException refused(Path file) {
        return new IllegalArgumentException(
                file + ": expected one unencrypted EC or RSA key, from BEGIN PRIVATE KEY to END PRIVATE KEY");
    }
}
