/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

/**
 * Proves to an authorization server what this process is. Thread-safe. May read a file or use a key; must not wait for
 * a network.
 */
public interface WorkloadIdentity {
    /**
     * A fresh client assertion (RFC 7523, 2.2 and 3): asked for anew for every request, retries included, because servers
     * refuse an assertion they have seen.
     *
     * @param client the OAuth client id
     * @param audience the authorization server's issuer identifier
     * @throws IllegalStateException if no proof can be given now; the message holds no secret
     */
    ClientAssertion assertion(String client, String audience);
}
