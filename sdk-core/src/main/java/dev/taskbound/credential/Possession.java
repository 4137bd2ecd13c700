/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.credential.CredentialRefusedException.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether whoever presents a token is the one it was issued to, where the token says so (RFC 7800). Thread-safe. */
final class Possession {
    private static final Set<String> UNDERSTOOD = Set.of("jkt", "x5t#S256");

    private final ProofCheck proofs;

    Possession(Clock clock) {
        this.proofs = new ProofCheck(clock);
    }

    /** @param required whether a token that anybody could use is refused */
    void require(VerifiedJwt jwt, Presented presented, boolean required) {
        Object cnf = jwt.claim("cnf");
        if (cnf == null) {
            holds(!required, "a token that is bound to a key");
            holds(!presented.isDpop(), "a token that is bound to a key, with the DPoP scheme");
            return;
        }
        if (!(cnf instanceof Map<?, ?> map) || !isUnderstood(map)) {
            throw new CredentialRefusedException(Reason.NO_PROOF, "expected a cnf with one of " + UNDERSTOOD);
        }
        certificate(map.get("x5t#S256"), presented.request());
        key(map.get("jkt"), presented);
    }

    /**
     * A binding of no kind that is understood must not be taken for none. Beside one that is, others are passed over (RFC
     * 7800, 3.1): Keycloak writes {@code kc-jkt-type} there.
     */
    static boolean isUnderstood(Map<?, ?> cnf) {
        return UNDERSTOOD.stream().anyMatch(cnf::containsKey);
    }

    private static void certificate(@Nullable Object wanted, @Nullable PresentedRequest request) {
        if (wanted == null) {
            return;
        }
        X509Certificate certificate = request == null ? null : request.certificate();
        holds(
                certificate != null && wanted.equals(thumbprint(certificate)),
                "the certificate that the token is bound to");
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return TlsIdentity.thumbprint(certificate);
        } catch (GeneralSecurityException e) {
            return "";
        }
    }

    private void key(@Nullable Object jkt, Presented presented) {
        if (jkt == null) {
            holds(!presented.isDpop(), "a token that is bound to a key, with the DPoP scheme");
            return;
        }
        PresentedRequest request = presented.request();
        if (request == null || !presented.isDpop() || request.proofs().size() != 1) {
            throw new CredentialRefusedException(
                    Reason.NO_PROOF,
                    "expected the DPoP scheme and one DPoP header with a token that is bound to a key");
        }
        proofs.require(request.proofs().get(0), request, presented.token(), String.valueOf(jkt));
    }

    private static void holds(boolean holds, String expected) {
        if (!holds) {
            throw new CredentialRefusedException(Reason.NO_PROOF, "expected " + expected);
        }
    }
}
