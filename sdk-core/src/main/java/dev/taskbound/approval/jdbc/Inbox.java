/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalStore.Audience;
import dev.taskbound.approval.ApprovalStore.Holding;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.internal.seal.StoreKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits: takes calls in, as far as there is room, and shows them. */
final class Inbox {
    private static final int MOST_WAITING = 10_000;

    private final HeldCallTable calls;
    private final StoreKey key;

    Inbox(HeldCallTable calls, StoreKey key) {
        this.calls = calls;
        this.key = key;
    }

    Holding hold(Connection connection, HeldCall call, ApprovalCaps caps) throws SQLException {
        // One at a time, in whatever process: else two of the same digest, or one over a cap, would come in together.
        Tables.lock(connection);
        Optional<HeldCall> there = standing(connection, call.callDigest(), call.heldAt());
        if (there.isPresent()) {
            return new Holding.Held(there.get(), false);
        }
        String full = full(connection, call, caps);
        if (full != null) {
            return new Holding.Full(full);
        }
        calls.insert(connection, call);
        return new Holding.Held(call, true);
    }

    private @Nullable String full(Connection connection, HeldCall call, ApprovalCaps caps) throws SQLException {
        List<Waiting> waiting = calls.waiting(connection, call.heldAt());
        if (waiting.size() >= MOST_WAITING) {
            return "store";
        }
        RowFacts facts = RowFacts.of(call, 1, key);
        List<String> groups = call.asks().stream().map(Ask::by).toList();
        return Waiting.full(
                new Waiting(call.id(), facts.task(), facts.principal(), facts.owner(), groups), caps, waiting);
    }

    Optional<HeldCall> standing(Connection connection, String callDigest, Instant now) throws SQLException {
        return calls.ofDigest(connection, callDigest).stream()
                .map(call -> call.asOf(now))
                .filter(call -> call.status().isOpen() || call.status() == Status.DECLINED)
                .findFirst();
    }

    List<HeldCall> waiting(Connection connection, Audience audience, Instant now, int atMost) throws SQLException {
        String subject = key.pseudonym(audience.subject());
        List<String> ids = calls.waiting(connection, now).stream()
                .filter(each -> each.mayBeFor(audience, subject))
                .map(Waiting::id)
                .toList();
        return sound(connection, ids, now, atMost, call -> call.status() == Status.WAITING && audience.includes(call));
    }

    List<HeldCall> open(Connection connection, Instant now, int atMost) throws SQLException {
        List<String> ids = calls.ids(connection, List.of(Status.WAITING, Status.APPROVED), null);
        return sound(connection, ids, now, atMost, call -> call.status().isOpen());
    }

    private List<HeldCall> sound(
            Connection connection, List<String> ids, Instant now, int atMost, Predicate<HeldCall> wanted)
            throws SQLException {
        List<HeldCall> found = new ArrayList<>();
        for (String id : ids) {
            HeldCall call = found.size() < atMost ? calls.findSound(connection, id) : null;
            if (call != null && wanted.test(call.asOf(now))) {
                found.add(call.asOf(now));
            }
        }
        return found;
    }
}
