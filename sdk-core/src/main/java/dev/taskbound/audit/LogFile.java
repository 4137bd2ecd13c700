/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import dev.taskbound.internal.file.OwnFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a log, held by this process alone.
 *
 * <p>Writes go through {@link RandomAccessFile}, since a channel is closed under everybody when one thread that writes
 * is interrupted.
 */
final class LogFile implements LogOutput {
    private final Path path;
    private final FileChannel lock;
    private final RandomAccessFile file;

    private LogFile(Path path, FileChannel lock, RandomAccessFile file) {
        this.path = path;
        this.lock = lock;
        this.file = file;
    }

    /** Makes the file, for its owner only, if it is not there, and takes hold of it. */
    static LogFile open(Path log) throws IOException {
        OwnFile.createIfAbsent(log);
        Path path = log.toRealPath();
        FileChannel lock =
                OwnFile.hold(path, "audit log " + path + " is in use by another sink; each writes a log of its own");
        try {
            return new LogFile(path, lock, new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The whole content from an offset on. */
    InputStream readFrom(long offset) throws IOException {
        InputStream in = Files.newInputStream(path);
        in.skipNBytes(offset);
        return in;
    }

    /** Puts the next write there. */
    void seek(long offset) throws IOException {
        file.seek(offset);
    }

    /** Cuts off what stands after the last write. */
    void cutRest() throws IOException {
        file.setLength(file.getFilePointer());
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        file.write(bytes);
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
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
