/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.List;
import java.util.Map;

/**
 * A tool of the policy: what everybody may know of it, and how text in its arguments is treated.
 *
 * @param from the origins from which a control argument may come, where not every trusted one will do
 */
record ConfiguredTool(
        ToolProfile profile, Map<String, UntrustedContent> content, Map<String, List<AllowedOrigin>> from) {
    ConfiguredTool {
        content = Map.copyOf(content);
        from = Map.copyOf(from);
    }

    /** What happens to a call whose text has a link, an address or an account number in it that nobody trusted named. */
    enum UntrustedContent {
        DENY,
        APPROVE
    }
}
