/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/** What an address is, after the IANA special-purpose registries (RFC 6890). */
enum AddressKind {
    /** Globally reachable unicast. */
    PUBLIC,
    /** Of a private network: RFC 1918, RFC 4193, RFC 6598; benchmarking (RFC 2544), which local proxies use. */
    PRIVATE,
    LOOPBACK,
    /** No destination's: link-local and with it cloud metadata, multicast, unspecified, reserved, documentation. */
    SPECIAL;

    /** Metadata services that are not link-local: AWS over IPv6, Alibaba Cloud. */
    private static final Set<InetAddress> METADATA =
            Set.of(literal("fd00:ec2:0:0:0:0:0:254"), literal("100.100.100.200"));

    static AddressKind of(InetAddress address) {
        if (METADATA.contains(address)) {
            return SPECIAL;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? ofV4(bytes) : ofV6(address, bytes);
    }

    private static AddressKind ofV4(byte[] address) {
        int bits = word(address, 0) << 16 | word(address, 2);
        if (in(bits, 0x7f000000, 8)) {
            return LOOPBACK;
        }
        if (in(bits, 0x0a000000, 8) || in(bits, 0xac100000, 12) || in(bits, 0xc0a80000, 16)) {
            return PRIVATE;
        }
        if (in(bits, 0x64400000, 10) || in(bits, 0xc6120000, 15)) {
            return PRIVATE;
        }
        return isSpecialV4(bits) ? SPECIAL : PUBLIC;
    }

    private static boolean isSpecialV4(int bits) {
        return in(bits, 0, 8)
                || in(bits, 0xa9fe0000, 16) // link-local
                || in(bits, 0xc0000000, 24) // IETF protocol assignments
                || in(bits, 0xc0000200, 24) // documentation
                || in(bits, 0xc6336400, 24)
                || in(bits, 0xcb007100, 24)
                || in(bits, 0xe0000000, 3); // multicast, reserved, broadcast
    }

    /** Only 2000::/3 is handed out; of the rest, what embeds an IPv4 address counts as that address. */
    private static AddressKind ofV6(InetAddress address, byte[] bytes) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        int first = word(bytes, 0);
        int second = word(bytes, 2);
        if (first == 0x0064 && second == 0xff9b && isZero(bytes, 4, 12)) {
            return ofV4(Arrays.copyOfRange(bytes, 12, 16)); // NAT64, RFC 6052
        }
        if (first == 0x2002) {
            return ofV4(Arrays.copyOfRange(bytes, 2, 6)); // 6to4, RFC 3056
        }
        if ((first & 0xfe00) == 0xfc00) {
            return PRIVATE;
        }
        return (first & 0xe000) == 0x2000 && !isSpecialV6(first, second) ? PUBLIC : SPECIAL;
    }

    /** IETF protocol assignments with Teredo (2001::/23), documentation (2001:db8::/32, 3fff::/20). */
    private static boolean isSpecialV6(int first, int second) {
        return first == 0x2001 && (second < 0x0200 || second == 0x0db8) || first == 0x3fff && second < 0x1000;
    }

    private static boolean in(int bits, int network, int prefix) {
        return (bits ^ network) >>> (32 - prefix) == 0;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
