/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.SourceConfig;
import java.time.Clock;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

public final class CredentialSources {
    private CredentialSources() {}

    public static CredentialSources of(
            Map<String, SourceConfig> sources,
            Map<String, WorkloadIdentity> workloads,
            Map<String, CredentialSource> custom,
            @Nullable OkHttpClient client,
            Clock clock) {
        throw new UnsupportedOperationException();
    }

    public CredentialSource forName(String name) {
        throw new UnsupportedOperationException();
    }
}
