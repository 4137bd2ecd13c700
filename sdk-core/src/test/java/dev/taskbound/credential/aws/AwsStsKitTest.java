/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import dev.taskbound.Action;
import dev.taskbound.credential.CallRequests;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.CredentialSourceKit;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The kit of every source. */
@NeedsPart(Loopback.class)
class AwsStsKitTest extends CredentialSourceKit {
    private FakeSts sts;

    @Override
    protected CredentialSource source() throws IOException {
        sts = new FakeSts();
        return AwsStsSourceTest.source(sts);
    }

    @Override
    protected CredentialRequest servedRequest() {
        return scoped("s3:PutObject@arn:aws:s3:::payments/{iban}");
    }

    @Override
    protected CredentialRequest refusedRequest() {
        return scoped("s3:PutObject@arn:aws:s3:::payments/{customer}");
    }

    private static CredentialRequest scoped(String scopes) {
        return CallRequests.at(CallRequests.destination("s3", Map.of(Action.WRITE, scopes), "localhost:1"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(FakeSts.JWT, FakeSts.KEY, FakeSts.TOKEN);
    }

    @AfterEach
    void close() {
        sts.close();
    }
}
