/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

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
class VaultDatabaseKitTest extends CredentialSourceKit {
    private FakeVault vault;

    @Override
    protected CredentialSource source() throws IOException {
        vault = new FakeVault();
        return VaultDatabaseTest.vault(vault).database("own", "database");
    }

    @Override
    protected CredentialRequest servedRequest() {
        return scoped("crm-writer");
    }

    @Override
    protected CredentialRequest refusedRequest() {
        return scoped("crm-writer crm-reader");
    }

    private static CredentialRequest scoped(String scopes) {
        return CallRequests.at(CallRequests.destination("crm", Map.of(Action.WRITE, scopes), "localhost:1"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
    }

    @AfterEach
    void close() {
        vault.close();
    }
}
