/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** A store's key in a file that its owner alone can read. */
final class KeyFile {
    private static final int LONGEST = 1_000;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;

    KeyFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Makes a new random key; whoever was first wins. */
    void create() {
        byte[] key = new byte[StoreKey.BYTES];
        new SecureRandom().nextBytes(key);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n";
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes = isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        try (FileChannel file = FileChannel.open(path, options, attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("the approval key file " + path + " cannot be made", e);
        }
    }

    /** @throws IllegalStateException if it is not there, others may read or write it, or it holds no key */
    StoreKey read() {
        try {
            if (!exists()) {
                throw new IllegalStateException("there is no approval key file " + path
                        + ": put it there, readable by its owner alone (openssl rand -base64 32)");
            }
            requireOwnerOnly();
            if (Files.size(path) > LONGEST) {
                throw new IllegalStateException("the approval key file " + path + " is too long to hold a key");
            }
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            return StoreKey.of(Secret.of(text), "the approval key file " + path);
        } catch (IOException e) {
            throw new UncheckedIOException("the approval key file " + path + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void requireOwnerOnly() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
        boolean others = found.stream().anyMatch(each -> !each.name().startsWith("OWNER_"));
        if (others) {
            throw new IllegalStateException("the approval key file " + path + " is open to others than its owner ("
                    + PosixFilePermissions.toString(found) + "): chmod 600, and consider the key known");
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
