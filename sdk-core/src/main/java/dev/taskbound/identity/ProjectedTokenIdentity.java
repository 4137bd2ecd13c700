/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Presents the token that the platform keeps in a file. */
final class ProjectedTokenIdentity implements WorkloadIdentity {
    private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final Path file;

    ProjectedTokenIdentity(Path file) {
        this.file = requireNonNull(file, "file");
    }

    @Override
    public ClientAssertion assertion(String client, String audience) {
        String token = read();
        if (!JWT.matcher(token).matches()) {
            throw new IllegalStateException(file + ": expected a signed JWT");
        }
        return new ClientAssertion(ClientAssertion.JWT_BEARER, Secret.of(token));
    }

    private String read() {
        try {
            return SmallFile.read(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public String toString() {
        return "WorkloadIdentity[token in " + file + "]";
    }
}
