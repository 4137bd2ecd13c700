/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ToolDescriptor;
import java.util.Objects;

/**
 * What it takes to run a held call.
 *
 * @param descriptor the tool's own description, as it is now; the call runs only if it is what it was
 * @param body runs on the thread that resumes the call, which may be another than that of the call itself
 */
public record HeldTool(ToolDescriptor descriptor, Tool<?, ?> body) {
    public HeldTool {
        Objects.requireNonNull(descriptor, "descriptor");
        Objects.requireNonNull(body, "body");
    }
}
