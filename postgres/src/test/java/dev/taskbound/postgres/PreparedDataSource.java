/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody is quicker: each role that is about to be made is made a moment before. */
final class PreparedDataSource extends PlainDataSource {
    private static final Pattern MAKING = Pattern.compile("CREATE ROLE (\\S+) .*", Pattern.DOTALL);
    private final Shop shop;

    PreparedDataSource(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return quicker(Connection.class, shop.admin().getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    private <T> T quicker(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("execute") && args != null && args[0] instanceof String sql) {
                Matcher making = MAKING.matcher(sql);
                if (making.matches()) {
                    Shop.run(shop.admin(), "CREATE ROLE " + making.group(1));
                }
            }
            try {
                Object answer = method.invoke(real, args);
                return method.getName().equals("createStatement")
                        ? quicker(Statement.class, (Statement) answer)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
