/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.Ask;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.seal.Seal;
import dev.taskbound.internal.seal.StoreKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a held call stands in clear beside its sealed whole: enough to find it, nothing of what it would do. Never
 * believed: it is made anew from what was sealed, and compared.
 *
 * @param version how often the call was changed
 * @param waitsFor the groups whose decision is outstanding, as a JSON list; none once it no longer waits
 * @param principal pseudonym of whom its task is for
 * @param owner pseudonym of tenant and principal, whose caps it counts for
 * @param endsAt the deadline of its task
 */
record RowFacts(
        String id,
        String digest,
        String task,
        HeldCall.Status status,
        int version,
        String waitsFor,
        String principal,
        String owner,
        Instant heldAt,
        Instant expiresAt,
        Instant endsAt) {
    static RowFacts of(HeldCall call, int version, StoreKey key) {
        boolean waits = call.status() == HeldCall.Status.WAITING;
        return new RowFacts(
                call.id(),
                call.callDigest(),
                call.task().id(),
                call.status(),
                version,
                CanonicalJson.write(call.asks().stream()
                        .filter(ask -> waits && ask.isOpen())
                        .map(Ask::by)
                        .toList()),
                key.pseudonym(call.task().subject().orElse("")),
                key.pseudonym(
                        call.task().tenant() + "\0" + call.task().subject().orElse("")),
                micros(call.heldAt()),
                micros(call.expiresAt()),
                micros(call.task().deadline()));
    }

    /** As precise as every database is. */
    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    Seal.Place place() {
        return new Seal.Place("held-call", id, digest, version);
    }

    /** The first column in which the other differs; null if they are equal. */
    @Nullable
    String difference(RowFacts other) {
        List<Column> columns = List.of(
                new Column("id", RowFacts::id),
                new Column("call_digest", RowFacts::digest),
                new Column("task", RowFacts::task),
                new Column("status", RowFacts::status),
                new Column("waits_for", RowFacts::waitsFor),
                new Column("principal", RowFacts::principal),
                new Column("owner", RowFacts::owner),
                new Column("held_at", RowFacts::heldAt),
                new Column("expires_at", RowFacts::expiresAt),
                new Column("ends_at", RowFacts::endsAt));
        return columns.stream()
                .filter(column -> !column.value.apply(this).equals(column.value.apply(other)))
                .map(Column::name)
                .findFirst()
                .orElse(null);
    }

    private record Column(String name, Function<RowFacts, Object> value) {}
}
