/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.WorkloadIdentity;
import okhttp3.FormBody;

/** One way to ask a token endpoint: what it adds to the request, and what it expects of the answer beyond the common. */
interface Grant {
    /** @throws CredentialException if the request lacks something; asked before anything goes over the network */
    void requireAskable(CredentialRequest request);

    void addTo(FormBody.Builder form, CredentialRequest request, WorkloadIdentity workload);

    void check(CredentialCheck check);
}
