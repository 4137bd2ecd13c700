/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The addresses at which a host of a destination may be. */
enum Reach {
    /** For a host that says it is loopback, and for that may be spoken to without TLS. */
    LOOPBACK(AddressKind.LOOPBACK),
    PUBLIC(AddressKind.PUBLIC),
    /** Where the policy says {@code private addresses}. */
    PRIVATE_TOO(AddressKind.PUBLIC, AddressKind.PRIVATE, AddressKind.LOOPBACK);

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*|[\\d.]+");

    private final Set<AddressKind> kinds;

    Reach(AddressKind first, AddressKind... others) {
        this.kinds = EnumSet.of(first, others);
    }

    static Reach of(String host, boolean privateAddresses) {
        if (isLoopback(host)) {
            return LOOPBACK;
        }
        return privateAddresses ? PRIVATE_TOO : PUBLIC;
    }

    boolean permits(InetAddress address) {
        return kinds.contains(AddressKind.of(address));
    }

    /** Says what an address is, for the record. */
    static String objection(InetAddress address) {
        return AddressKind.of(address).name().toLowerCase(Locale.ROOT) + " address " + address.getHostAddress();
    }

    /** {@code localhost}, names below it (RFC 6761, 6.3) and loopback addresses. */
    static boolean isLoopback(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || literal(name).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Digits and dots, or with a colon: taken for an address, and never looked up by name. */
    static boolean isNumeric(String host) {
        return LITERAL.matcher(host).matches();
    }

    static Optional<InetAddress> literal(String host) {
        if (!isNumeric(host) || host.endsWith(".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
