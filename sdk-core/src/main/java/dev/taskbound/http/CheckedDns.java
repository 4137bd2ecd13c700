/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Hands on what a name resolves to if every address is permitted: a name that also has a forbidden one is a name that
 * somebody else controls. The connection is made to these very addresses, so there is no second look-up to fool. A
 * record, because OkHttp reuses a connection only for an equal {@code Dns}.
 *
 * @param host the name to check; any other name looked up on the way is the proxy's
 */
record CheckedDns(Dns delegate, String host, Reach reach) implements Dns {
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> found = List.copyOf(delegate.lookup(hostname));
        if (hostname.equals(host)) {
            found.forEach(this::requirePermitted);
        }
        return found;
    }

    private void requirePermitted(InetAddress address) {
        if (!reach.permits(address)) {
            throw new ForbiddenAddressException(Reach.objection(address));
        }
    }
}
