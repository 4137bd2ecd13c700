/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.net.URI;

/** One request to an authorization server, made for one attempt only: it may hold an assertion and a proof. */
record TokenRequest(URI address, TokenForm form) {
    /** Names the address; everything else may be a secret. */
    @Override
    public String toString() {
        return "TokenRequest[" + address + "]";
    }
}
