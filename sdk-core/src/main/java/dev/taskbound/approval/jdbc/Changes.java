/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes calls where nobody else has changed them meanwhile: whoever comes first with what he read is the one. */
final class Changes {
    private static final int MOST_TRIES = 100;

    private final HeldCallTable calls;

    Changes(HeldCallTable calls) {
        this.calls = calls;
    }

    /** The call as it is now; null if it is not there or may not be changed. */
    @Nullable
    Kept change(Connection connection, String id, Predicate<HeldCall> may, UnaryOperator<HeldCall> change)
            throws SQLException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Kept kept = calls.find(connection, id);
            if (kept == null || !may.test(kept.call())) {
                return null;
            }
            Kept after = kept.next(change.apply(kept.call()));
            if (calls.update(connection, kept, after)) {
                return after;
            }
        }
        throw new IllegalStateException("held call " + id + " is changed by others all the time");
    }

    /**
     * Ends all calls of one of these statuses; those that were tampered with cannot run as it is.
     *
     * @param task whose calls; null for every task
     * @return those that it changed
     */
    List<Kept> end(
            Connection connection, List<Status> from, @Nullable String task, Status end, @Nullable ReasonCode why)
            throws SQLException {
        List<Kept> ended = new ArrayList<>();
        for (String id : calls.ids(connection, from, task)) {
            Kept after = calls.findSound(connection, id) == null
                    ? null
                    : change(connection, id, call -> from.contains(call.status()), call -> call.ended(end, why));
            if (after != null) {
                ended.add(after);
            }
        }
        return ended;
    }
}
