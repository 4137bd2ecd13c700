/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

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
public final class KeyFile {
    private static final int LONGEST = 1_000;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SealedStore store;
    private final Path path;

    /** @param store what it holds the key of */
    public KeyFile(SealedStore store, Path path) {
        this.store = store;
        this.path = path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Makes a new random key; whoever was first wins. */
    public void create() {
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
            throw new UncheckedIOException(this + " cannot be made", e);
        }
    }

    /** @throws IllegalStateException if it is not there, others may read or write it, or it holds no key */
    public StoreKey read() {
        try {
            if (!exists()) {
                throw new IllegalStateException(
                        this + " does not exist: put it there, readable by its owner alone (openssl rand -base64 32)");
            }
            requireOwnerOnly();
            if (Files.size(path) > LONGEST) {
                throw new IllegalStateException(this + " is too long to hold a key");
            }
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            return StoreKey.of(store, Secret.of(text), toString());
        } catch (IOException e) {
            throw new UncheckedIOException(this + " cannot be read", e);
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
            throw new IllegalStateException(this + " is open to others than its owner ("
                    + PosixFilePermissions.toString(found) + "): chmod 600, and consider the key known");
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public String toString() {
        return store.keyName() + " file " + path;
    }
}
