/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Host and port in one normal form: lower case, IDN in punycode, no trailing dot, no brackets, the scheme's default port
 * filled in.
 */
record HostPort(String host, int port) {
    private static final Pattern AUTHORITY = Pattern.compile("[^/?#@\\\\\\s]+");

    static HostPort of(HttpUrl url) {
        String host = url.host();
        return new HostPort(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, url.port());
    }

    /** Empty for anything but {@code name} or {@code name:port}; IPv6 addresses stand in brackets. */
    static Optional<HostPort> parse(String text, String scheme) {
        HttpUrl url = AUTHORITY.matcher(text).matches() ? HttpUrl.parse(scheme + "://" + text + "/") : null;
        return Optional.ofNullable(url).map(HostPort::of);
    }
}
