/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file for its owner alone, which one holder at a time has. */
public final class OwnFile {
    private OwnFile() {}

    /** Makes an empty file, for its owner only, if it is not there. Its directory must exist. */
    public static void createIfAbsent(Path path) throws IOException {
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

    /** A new file's name is durable only when its directory is. */
    public static void syncDirectoryOf(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Takes hold of a file until the channel is closed. The lock is on a file of its own beside it: POSIX drops a lock as
     * soon as the process closes any other handle of the locked file.
     *
     * @param inUse what to say if somebody else holds it
     */
    public static FileChannel hold(Path path, String inUse) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        createIfAbsent(beside);
        FileChannel lock = FileChannel.open(beside, StandardOpenOption.WRITE);
        try {
            take(lock, inUse);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void take(FileChannel lock, String inUse) throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Held within this process: reported like any other holder.
        }
        throw new IOException(inUse);
    }
}
