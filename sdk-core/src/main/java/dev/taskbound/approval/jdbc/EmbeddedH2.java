/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database file that this process has for itself. One connection stays open, and with it the file. */
final class EmbeddedH2 implements AutoCloseable {
    /** On the device: an approval that was used must not come back with the power. */
    static final String SYNC = "CHECKPOINT SYNC";

    private static final String SETTINGS =
            ";WRITE_DELAY=0;LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;FILE_LOCK=FS";
    private static final String IN_USE = "90020";

    private final String url;
    private final Connection keeper;

    private EmbeddedH2(String url, Connection keeper) {
        this.url = url;
        this.keeper = keeper;
    }

    static EmbeddedH2 open(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (path.toString().indexOf(';') >= 0 || path.getFileName() == null) {
            throw new IllegalArgumentException("expected the name of a file without ';', found " + path);
        }
        String url = "jdbc:h2:file:" + path + SETTINGS;
        requireDriver(url);
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            EmbeddedH2 h2 = new EmbeddedH2(url, DriverManager.getConnection(url, "sa", ""));
            closeToOthers(path.resolveSibling(path.getFileName() + ".mv.db"));
            return h2;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    IN_USE.equals(e.getSQLState())
                            ? "approval store " + path + " is in use by another process; several processes share a"
                                    + " PostgreSQL database: JdbcApprovalStore.builder(dataSource)"
                            : "approval store " + path + " cannot be opened (SQLSTATE " + e.getSQLState() + ")",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("approval store " + path + " cannot be made", e);
        }
    }

    private static void requireDriver(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "an embedded approval store needs H2 on the class path: com.h2database:h2", e);
        }
    }

    private static void closeToOthers(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the approval store's file could not be closed", e);
        }
    }
}
