/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a log, held by this process alone. The lock is on a file of its own beside it: POSIX drops a lock as soon
 * as the process closes any other handle of the locked file, as a verifier in the same process would do.
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
        createIfAbsent(log);
        Path path = log.toRealPath();
        Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        createIfAbsent(lockPath);
        FileChannel lock = FileChannel.open(lockPath, StandardOpenOption.WRITE);
        try {
            take(lock, path);
            return new LogFile(path, lock, new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void take(FileChannel lock, Path path) throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held within this process: reported like any other holder.
        }
        throw new IOException("audit log " + path + " is in use by another sink; each writes a log of its own");
    }

    private static void createIfAbsent(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            Files.createFile(path, posix ? new FileAttribute<?>[] {ownerOnly()} : new FileAttribute<?>[0]);
            if (posix) {
                syncDirectoryOf(path);
            }
        } catch (FileAlreadyExistsException e) {
            // What is there is used as it is.
        }
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    // A new file's name is durable only when its directory is.
    private static void syncDirectoryOf(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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
