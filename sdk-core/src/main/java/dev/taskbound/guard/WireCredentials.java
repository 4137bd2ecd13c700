/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.Credential;
import java.lang.StackWalker.Option;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code GuardedHttp} presents for a call, static secrets among it, which no tool is shown. Its methods can be called
 * from there only.
 */
public final class WireCredentials {
    private static final StackWalker CALLERS = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
    /** Beside this package, whatever both may have been relocated to. */
    private static final String HTTP = WireCredentials.class.getPackageName().replaceFirst("guard$", "http");

    private WireCredentials() {}

    /**
     * The credential of the call, of whatever kind.
     *
     * @throws IllegalCallerException if anything but {@code GuardedHttp} asks
     */
    public static Optional<Credential> of(CallContext call) {
        requireHttp(CALLERS.getCallerClass());
        return call.presented();
    }

    /**
     * As {@link CallContext#renewCredential}, of whatever kind.
     *
     * @throws IllegalCallerException if anything but {@code GuardedHttp} asks
     * @throws ToolCallDeniedException as there
     */
    public static Credential renew(CallContext call, Credential rejected) {
        requireHttp(CALLERS.getCallerClass());
        return call.renewPresented(Objects.requireNonNull(rejected, "rejected"));
    }

    private static void requireHttp(Class<?> caller) {
        boolean isHttp = caller.getPackageName().equals(HTTP)
                && caller.getProtectionDomain().equals(WireCredentials.class.getProtectionDomain());
        if (!isHttp) {
            throw new IllegalCallerException(caller.getName() + " is not GuardedHttp");
        }
    }
}
