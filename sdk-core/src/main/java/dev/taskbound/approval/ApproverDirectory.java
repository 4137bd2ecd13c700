/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Principal;
import java.util.Set;

/** Who belongs to which of the groups that a policy asks. Thread-safe; asked on the thread of whoever decides. */
@FunctionalInterface
public interface ApproverDirectory {
    /** The groups this person may decide for. */
    Set<String> groupsOf(Principal approver);

    /** Whether this person may decide about this call at all: the place to keep tenants apart. */
    default boolean mayDecide(Principal approver, HeldCall call) {
        return true;
    }

    /**
     * Whether the approver is the very person that a task is done for. By default subject and verifier must both agree:
     * the same name at another issuer is somebody else.
     */
    default boolean isSame(Principal approver, Principal principal) {
        return approver.subject().equals(principal.subject())
                && approver.verifiedBy().equals(principal.verifiedBy());
    }

    /** A person's verified roles are the groups. */
    static ApproverDirectory roles() {
        return Principal::roles;
    }
}
