/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskbound.credential.VerifiedCall;

/** What a service does for one request, once the credential has been verified. */
interface Endpoint {
    /**
     * Says what it is about to do with the {@code require} methods of {@code caller} before it does it.
     *
     * @return the answer, as a value that Jackson writes
     * @throws dev.taskbound.credential.CredentialRefusedException if the credential is for something else
     * @throws java.util.NoSuchElementException if there is no such thing
     */
    Object serve(VerifiedCall caller, Request request);

    /** @param path without the leading slash, such as {@code orders/4711} */
    record Request(String method, String path, JsonNode body) {
        /** Method and collection, such as {@code GET orders}. */
        String route() {
            return method + " " + path.replaceFirst("/.*", "");
        }

        /** What follows the collection. */
        String id() {
            return path.replaceFirst("[^/]*/?", "");
        }

        @Override
        public String toString() {
            return method + " /" + path;
        }
    }
}
