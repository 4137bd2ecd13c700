/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.state.Revocation;
import java.util.Collection;

/**
 * Says what a subject of a transmitter is called here, where that is not obvious: whose e-mail address it is, which tasks
 * belong to a session. Thread-safe. Asked while the transmitter waits, so it answers from memory or a quick look-up.
 */
@FunctionalInterface
public interface SubjectMapping {
    /**
     * What to revoke. Asked for a complex subject as a whole first, then for its members, then for what is in them.
     *
     * @return empty where it has no answer of its own. An exception refuses the event with 503, so that it is sent again
     */
    Collection<Revocation.Target> targets(EventSubject subject);
}
