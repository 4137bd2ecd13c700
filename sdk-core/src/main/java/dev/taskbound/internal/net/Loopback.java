/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.net;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** What counts as this machine. Names are judged as written; nothing is resolved. */
public final class Loopback {
    private static final Pattern ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}|\\[?::1\\]?");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private Loopback() {}

    /** @param host {@code name}, {@code name:port} or an address, IPv6 in brackets */
    public static boolean isHost(String host) {
        String name = host.equals("::1") ? host : PORT.matcher(host).replaceFirst("");
        return name.toLowerCase(Locale.ROOT).equals("localhost")
                || ADDRESS.matcher(name).matches();
    }

    public static boolean isHost(URI uri) {
        return uri.getHost() != null && isHost(uri.getHost());
    }

    /** HTTPS, or HTTP that does not leave this machine. */
    public static boolean isProtected(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                ? uri.getHost() != null
                : "http".equalsIgnoreCase(uri.getScheme()) && isHost(uri);
    }
}
