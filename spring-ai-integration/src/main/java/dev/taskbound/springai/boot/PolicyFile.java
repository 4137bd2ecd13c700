/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.Resource;

/** Reads the policy from wherever Spring finds it. */
final class PolicyFile {
    private static final int LARGEST = 256 * 1024;
    private static final int LARGEST_LOCK = 2 * 1024 * 1024;

    private PolicyFile() {}

    /**
     * @throws PolicyMissingException if there is none
     * @throws dev.taskbound.policy.PolicyException with every mistake in it
     */
    static Policy load(Resource resource, String location) {
        if (!resource.isReadable()) {
            throw new PolicyMissingException(location);
        }
        try {
            if (resource.isFile()) {
                return Policy.load(resource.getFile().toPath());
            }
            return Policy.parse(
                    Objects.requireNonNullElse(resource.getFilename(), location), text(resource, location, LARGEST));
        } catch (IOException e) {
            throw new IllegalStateException("the policy " + location + " cannot be read", e);
        }
    }

    static PolicyLock lock(Resource resource, String location) {
        if (!resource.isReadable()) {
            throw new IllegalStateException("taskbound.lock says that the lock file is " + location
                    + ", and there is none; \"taskbound lock\" writes one");
        }
        try {
            return resource.isFile()
                    ? PolicyLock.load(resource.getFile().toPath())
                    : PolicyLock.parse(
                            Objects.requireNonNullElse(resource.getFilename(), location),
                            text(resource, location, LARGEST_LOCK));
        } catch (IOException e) {
            throw new IllegalStateException("the lock file " + location + " cannot be read", e);
        }
    }

    /** @throws IllegalStateException if it is in no file of its own, which could change */
    static Path path(Resource resource, String location) {
        try {
            return resource.getFile().toPath();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "taskbound.reload-every is set, and the policy " + location + " is in no file that could change",
                    e);
        }
    }

    private static String text(Resource resource, String location, int largest) throws IOException {
        try (InputStream in = resource.getInputStream()) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new IllegalStateException(location + " has more than " + largest / 1024 + " KiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(location + " is no UTF-8", e);
        }
    }
}
