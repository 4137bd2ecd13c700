/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import dev.taskbound.credential.CredentialVerifier;
import java.io.IOException;

/** The three services, each on a free loopback port. They trust one issuer, of which they know the public keys. */
public final class Services implements AutoCloseable {
    private final AccessLog log = new AccessLog();
    private final ResourceServer orders;
    private final ResourceServer payments;
    private final ResourceServer mail;

    /**
     * @param issuer the {@code iss} of the credentials that they accept
     * @param publicKeys the issuer's JWK set
     */
    public Services(String issuer, String publicKeys) throws IOException {
        orders = new ResourceServer("orders", verifier("orders", issuer, publicKeys), new Orders(), log).start();
        payments =
                new ResourceServer("payments", verifier("payments", issuer, publicKeys), new Payments(), log).start();
        mail = new ResourceServer("mail", verifier("mail", issuer, publicKeys), new Mail(), log).start();
    }

    private static CredentialVerifier verifier(String audience, String issuer, String publicKeys) {
        return CredentialVerifier.builder(audience)
                .issuer(issuer, publicKeys)
                .singleUse()
                .build();
    }

    /** Host and port. */
    public String orders() {
        return orders.host();
    }

    /** Host and port. */
    public String payments() {
        return payments.host();
    }

    /** Host and port. */
    public String mail() {
        return mail.host();
    }

    public AccessLog log() {
        return log;
    }

    @Override
    public void close() {
        orders.close();
        payments.close();
        mail.close();
    }
}
