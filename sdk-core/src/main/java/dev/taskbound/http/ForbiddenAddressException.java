/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

/** A host's name resolves to an address that it may not have. Not an {@code IOException}: OkHttp would try again. */
final class ForbiddenAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String objection;

    ForbiddenAddressException(String objection) {
        super(objection);
        this.objection = objection;
    }

    String objection() {
        return objection;
    }
}
