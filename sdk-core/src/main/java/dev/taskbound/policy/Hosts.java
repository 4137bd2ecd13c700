/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts and issuers as a policy names them. */
final class Hosts {
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[a-z0-9._-]{1,253})(:([1-9][0-9]{0,4}))?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

    private Hosts() {}

    /** The host in lower case, with its port if it has one. */
    static Optional<String> host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        Matcher matcher = HOST_AND_PORT.matcher(host);
        return Optional.of(host).filter(h -> matcher.matches() && isHost(matcher.group(1)) && isPort(matcher.group(3)));
    }

    /** RFC 8414, 2: https without query and fragment; plain http is for loopback. */
    static Optional<URI> issuer(String text) {
        try {
            URI uri = new URI(text);
            return Optional.of(uri).filter(Hosts::isIssuer);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isIssuer(URI uri) {
        boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        return bare && uri.getHost() != null && ("https".equals(uri.getScheme()) || isPlainLoopback(uri));
    }

    private static boolean isPlainLoopback(URI uri) {
        String host = uri.getHost();
        return "http".equals(uri.getScheme())
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}"));
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return isIpv6(host);
        }
        String[] labels = host.split("\\.", -1);
        // What ends in a number is an address to every resolver, and must be a whole one (WHATWG URL, 3.5).
        boolean isNumber = labels[labels.length - 1].matches("[0-9]+|0x[0-9a-f]*");
        return isNumber ? IPV4.matcher(host).matches() : isName(labels);
    }

    private static boolean isName(String[] labels) {
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String host) {
        try {
            // Text in brackets is never looked up.
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isPort(String digits) {
        return digits == null || Integer.parseInt(digits) <= 65_535;
    }
}
