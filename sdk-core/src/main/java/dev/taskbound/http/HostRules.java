/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.guard.CallContext;
import dev.taskbound.policy.Destination;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Which requests go to a destination: by scheme, host and port, before anything is resolved. */
final class HostRules {
    private HostRules() {}

    static void refuse(Request request, Destination destination, CallContext context) {
        Optional<String> objection = objection(request, destination);
        if (objection.isPresent()) {
            throw context.refuse(
                    ReasonCode.DESTINATION_NOT_ALLOWED, "destination " + destination.name() + ": " + objection.get());
        }
    }

    private static Optional<String> objection(Request request, Destination destination) {
        HttpUrl url = request.url();
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            return Optional.of("user info in the URL");
        }
        if (destination.hosts().stream().noneMatch(host -> names(host, url))) {
            return Optional.of("host not listed: " + recordable(url));
        }
        if (!url.isHttps() && !Reach.isLoopback(url.host())) {
            return Optional.of("http without TLS: " + recordable(url));
        }
        return hostHeader(request).or(() -> literal(url, destination));
    }

    /** What a shared front end routes by; a name of its own there would get past the check of the URL. */
    private static Optional<String> hostHeader(Request request) {
        HttpUrl url = request.url();
        boolean agrees = request.headers("Host").stream().allMatch(host -> names(host, url));
        return agrees ? Optional.empty() : Optional.of("Host header other than the URL's host");
    }

    private static boolean names(String host, HttpUrl url) {
        return HostPort.parse(host, url.scheme()).equals(Optional.of(HostPort.of(url)));
    }

    /** Addresses written as such are never looked up, so {@link CheckedDns} does not get to see them. */
    private static Optional<String> literal(HttpUrl url, Destination destination) {
        if (!Reach.isNumeric(url.host())) {
            return Optional.empty();
        }
        Optional<InetAddress> address = Reach.literal(url.host());
        if (address.isEmpty()) {
            return Optional.of("numbers that are no address");
        }
        return address.filter(Predicate.not(Reach.of(url.host(), destination.privateAddresses())::permits))
                .map(Reach::objection);
    }

    /** The registrable domain or the address; labels below it may be made from an argument, and stay out of the record. */
    private static String recordable(HttpUrl url) {
        String domain = url.topPrivateDomain();
        if (domain != null) {
            return domain;
        }
        return Reach.literal(url.host()).map(InetAddress::getHostAddress).orElse("a name without a domain");
    }
}
