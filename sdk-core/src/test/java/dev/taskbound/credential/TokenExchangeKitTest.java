/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@NeedsPart(Loopback.class)
@ExtendWith(OpenSources.class)
class TokenExchangeKitTest extends CredentialSourceKit {
    private FakeAuthorizationServer server;

    @Override
    protected CredentialSource source() throws IOException {
        server = new FakeAuthorizationServer();
        return TestSources.connect(TestSources.exchange(server.issuer()), Clock.systemUTC());
    }

    @Override
    protected CredentialRequest refusedRequest() {
        server.tokenAnswer = FakeAuthorizationServer.json(
                "{\"error\":\"invalid_grant\",\"error_description\":\"" + CallRequests.SUBJECT_TOKEN + "\"}");
        return CallRequests.refund();
    }

    @AfterEach
    void close() {
        server.close();
    }
}
