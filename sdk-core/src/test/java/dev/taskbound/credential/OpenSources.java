/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Closes what {@link TestSources} opened, after the class. A source left open tries to revoke for minutes at a server that
 * is gone, on a port which the server of another test may have been given since.
 */
public final class OpenSources implements AfterAllCallback {
    private static final List<CredentialSources> OPEN = new CopyOnWriteArrayList<>();

    static CredentialSources add(CredentialSources sources) {
        OPEN.add(sources);
        return sources;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        OPEN.forEach(CredentialSources::close);
        OPEN.clear();
    }
}
