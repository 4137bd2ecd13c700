/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Sees every text that is given to the driver as SQL. */
final class RecordingDataSource extends PlainDataSource {
    final List<String> statements = new CopyOnWriteArrayList<>();
    private final DataSource database;

    RecordingDataSource(DataSource database) {
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return watched(Connection.class, database.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return watched(Connection.class, database.getConnection(username, password));
    }

    private <T> T watched(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (args != null
                    && args.length > 0
                    && args[0] instanceof String sql
                    && !method.getName().startsWith("set")) {
                statements.add(sql);
            }
            try {
                Object answer = method.invoke(real, args);
                if (answer instanceof PreparedStatement prepared) {
                    return watched(PreparedStatement.class, prepared);
                }
                return answer instanceof Statement statement ? watched(Statement.class, statement) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
