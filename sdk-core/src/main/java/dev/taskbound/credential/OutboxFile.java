/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.internal.file.OwnFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an outbox, held by this process alone. Writes go through {@link RandomAccessFile}: a channel is closed under
 * everybody when one thread that writes is interrupted.
 */
final class OutboxFile implements OutboxOutput {
    private static final Logger log = LoggerFactory.getLogger(OutboxFile.class);

    private final Path path;
    private final FileChannel lock;
    private RandomAccessFile file;

    private OutboxFile(Path path, FileChannel lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Makes the file, for its owner only, if it is not there, and takes hold of it. */
    static OutboxFile open(Path outbox) throws IOException {
        OwnFile.createIfAbsent(outbox);
        Path path = outbox.toRealPath();
        FileChannel lock = OwnFile.hold(
                path, "revocation outbox " + path + " is in use by another process; each has one of its own");
        try {
            return new OutboxFile(path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * What is in it; of a new file, nothing.
     *
     * @param key the id of the key that opens it
     * @throws IOException if it is another file, another key's, or damaged before its last line
     */
    OutboxLines read(String key) throws IOException {
        if (Files.size(path) == 0) {
            return OutboxLines.none();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            OutboxLines lines = OutboxLines.read(in, "revocation outbox " + path, key);
            if (lines.isTorn()) {
                log.warn("revocation outbox {}: the last line has no end and is dropped", path);
            }
            return lines;
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        file.write(bytes);
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
    }

    /** In one step: whoever looks finds what was there or what is new. */
    @Override
    public void replace(byte[] content) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        OwnFile.createIfAbsent(next);
        RandomAccessFile written = new RandomAccessFile(next.toFile(), "rw");
        try {
            written.write(content);
            written.getFD().sync();
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                OwnFile.syncDirectoryOf(path);
            }
        } catch (IOException | RuntimeException e) {
            written.close();
            throw e;
        }
        RandomAccessFile old = file;
        file = written;
        old.close();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            file.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
