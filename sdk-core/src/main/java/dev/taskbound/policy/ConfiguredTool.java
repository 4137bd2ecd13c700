/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Map;

/** A tool of the policy: what everybody may know of it, and how text in its arguments is treated. */
record ConfiguredTool(ToolProfile profile, Map<String, UntrustedContent> content) {
    ConfiguredTool {
        content = Map.copyOf(content);
    }

    /** What happens to a call whose text is not known to come from a trusted origin. */
    enum UntrustedContent {
        DENY,
        APPROVE
    }
}
