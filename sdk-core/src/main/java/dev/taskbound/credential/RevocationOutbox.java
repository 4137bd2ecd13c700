/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.internal.seal.KeyFile;
import dev.taskbound.internal.seal.Seal;
import dev.taskbound.internal.seal.SealedStore;
import dev.taskbound.internal.seal.StoreKey;
import dev.taskbound.internal.seal.TamperedException;
import dev.taskbound.policy.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that are out, in one file, so that whatever ends this process the next one revokes them at their issuers (RFC
 * 7009) and goes on with what could not be revoked yet. Thread-safe.
 *
 * <p>Guaranteed: a token of an issuer with a revocation endpoint is in the file, on the device, before its call can use
 * it; one that cannot be put there is not used ({@code CREDENTIAL_UNAVAILABLE}). It stays there until its issuer has
 * revoked it, it has expired, or its call ended well and the policy leaves such tokens to expire. Each entry is sealed with
 * AES-GCM; the file shows how many there are, nothing else. One process at a time has the file. A last line without its
 * end, which a crash during a write leaves, is dropped: its token was not used yet. After a failed write nothing more is
 * taken. The file is written anew when half of it is of no more use, and holds at most 20,000 tokens and 64 MiB.
 *
 * <p>Not guaranteed: that the file is still there. Whoever may write it can take entries out or put old ones back, which
 * are then revoked once more; they can neither read nor make one. Tokens of issuers without a revocation endpoint are not
 * in it: they live until they expire.
 */
public final class RevocationOutbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RevocationOutbox.class);

    private static final int MOST = 20_000;
    private static final long MOST_CHARACTERS = 64L << 20;

    private final Seal seal;
    private final String header;
    private final OutboxLog kept;
    private final Map<String, OutboxEntry> entries = new ConcurrentHashMap<>();
    private final Map<String, Set<OutboxEntry>> byTask = new ConcurrentHashMap<>();
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    private RevocationOutbox(StoreKey key) {
        this.seal = new Seal(key, RandomIds.next());
        this.header = "";
        this.kept = OutboxLog.none();
    }

    RevocationOutbox(StoreKey key, OutboxLines found, OutboxOutput output, Clock clock) throws IOException {
        this.seal = new Seal(key, found.store);
        this.header = OutboxLines.header(found.store, key.id());
        numbers.set(found.highest());
        Instant now = clock.instant();
        try {
            found.sealed.forEach((number, text) -> restore(number, text, now));
        } catch (TamperedException | IllegalArgumentException e) {
            throw new IOException(output + ": " + e.getMessage(), e);
        }
        OutboxWriter writer = new OutboxWriter(output, this::lines);
        writer.start();
        this.kept = writer;
    }

    /** Without a file: what is in it is lost with the process. Tokens are sealed here too, lest a dump of it show them. */
    static RevocationOutbox inMemory() {
        return new RevocationOutbox(StoreKey.random(SealedStore.REVOCATIONS));
    }

    /**
     * Opens the outbox, or begins it where there is none; its directory must exist. Nothing is sent yet: a guard that is
     * built with it revokes what is in it, and closes it when it is closed.
     *
     * @param key that seals: 32 random bytes in base64, as {@code openssl rand -base64 32} makes them
     * @throws IOException if the file cannot be read and written, is in use by another process, is no outbox, was sealed
     *     with another key, or is damaged before its last line
     * @throws IllegalArgumentException if the key is none; the message shows nothing of it
     */
    public static RevocationOutbox open(Path file, Secret key) throws IOException {
        return open(file, StoreKey.of(SealedStore.REVOCATIONS, key, SealedStore.REVOCATIONS.keyName()));
    }

    /**
     * As {@link #open(Path, Secret)}, with the key in a file of its own, readable by its owner alone.
     *
     * @throws IllegalStateException if the key file is not there, others may read or write it, or it holds no key
     */
    public static RevocationOutbox open(Path file, Path keyFile) throws IOException {
        return open(file, new KeyFile(SealedStore.REVOCATIONS, requireNonNull(keyFile, "keyFile")).read());
    }

    private static RevocationOutbox open(Path file, StoreKey key) throws IOException {
        OutboxFile output = OutboxFile.open(requireNonNull(file, "file"));
        try {
            return new RevocationOutbox(key, output.read(key.id()), output, Clock.systemUTC());
        } catch (IOException | RuntimeException e) {
            output.close();
            throw e;
        }
    }

    private void restore(long number, String sealed, Instant now) {
        IssuedToken token = IssuedToken.of(seal.open(place(number), sealed));
        if (token.expiresAt().isAfter(now)) {
            OutboxEntry entry = new OutboxEntry(number, token, SourceConfig.Revoke.TASK, false, sealed);
            add(entry, sealed.length());
        }
    }

    private static Seal.Place place(long number) {
        return new Seal.Place("issued-token", String.valueOf(number), "", 1);
    }

    /** All of the file as it should be now. */
    private String lines() {
        return entries.values().stream().map(RevocationOutbox::line).collect(Collectors.joining("", header, ""));
    }

    private static String line(OutboxEntry entry) {
        String sealed = entry.sealed();
        return sealed == null ? "" : OutboxLines.put(entry.number, sealed);
    }

    /**
     * The token may be used once the stage has completed.
     *
     * @param when it is to be revoked if its call ends well
     * @param shared whether it may serve several calls
     */
    CompletableFuture<OutboxEntry> put(IssuedToken token, SourceConfig.Revoke when, boolean shared) {
        long number = numbers.incrementAndGet();
        String sealed;
        try {
            sealed = seal.close(place(number), token.toTree());
            requireRoom(sealed);
        } catch (IllegalArgumentException | CredentialException e) {
            return CompletableFuture.failedFuture(unavailable(String.valueOf(e.getMessage())));
        }
        OutboxEntry entry = new OutboxEntry(number, token, when, shared, sealed);
        // Before it is written: a file that is written anew in between must have it.
        add(entry, sealed.length());
        return kept.append(number, sealed).handle((written, failure) -> {
            if (failure != null) {
                drop(entry);
                throw unavailable(kept.fault().orElse("the revocation outbox takes no more at the moment"));
            }
            return entry;
        });
    }

    private void add(OutboxEntry entry, int length) {
        characters.addAndGet(length);
        byTask.compute(entry.task, (task, others) -> {
            Set<OutboxEntry> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(entry);
            return all;
        });
        OutboxEntry old = entries.put(entry.key(), entry);
        if (old != null) {
            // An issuer that gave the same token once more.
            drop(old);
        }
    }

    /** Those whose calls ended well are let go before one that is needed is refused. */
    private void requireRoom(String sealed) {
        if (sealed.length() > OutboxLines.LONGEST) {
            throw unavailable("the token is too long for the revocation outbox");
        }
        if (isFull(sealed.length())) {
            entries.values().stream()
                    .filter(OutboxEntry::isOfNoUse)
                    .limit(MOST / 10)
                    .forEach(this::drop);
        }
        if (isFull(sealed.length())) {
            throw unavailable("more tokens are out than the revocation outbox holds");
        }
    }

    private boolean isFull(int more) {
        return entries.size() >= MOST || characters.get() + more > MOST_CHARACTERS;
    }

    private static CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, message);
    }

    Optional<OutboxEntry> find(String source, String credential) {
        return Optional.ofNullable(entries.get(OutboxEntry.key(source, credential)));
    }

    Collection<OutboxEntry> of(String task) {
        return List.copyOf(byTask.getOrDefault(task, Set.of()));
    }

    Collection<OutboxEntry> all() {
        return entries.values();
    }

    /** @throws IllegalStateException if it has ended */
    IssuedToken open(OutboxEntry entry) {
        String sealed = entry.sealed();
        if (sealed == null) {
            throw new IllegalStateException(entry + " has ended");
        }
        return IssuedToken.of(seal.open(place(entry.number), sealed));
    }

    /** The token is of no more use to anybody; that it was here is remembered until it would have expired. */
    void forget(OutboxEntry entry) {
        int length = entry.forget();
        if (length > 0) {
            characters.addAndGet(-length);
            kept.remove(entry.number);
        }
    }

    void drop(OutboxEntry entry) {
        entries.remove(entry.key(), entry);
        byTask.computeIfPresent(entry.task, (task, others) -> {
            others.remove(entry);
            return others.isEmpty() ? null : others;
        });
        forget(entry);
    }

    /** What is in it, in no particular order. */
    public List<Entry> entries() {
        return entries.values().stream()
                .filter(entry -> entry.sealed() != null)
                .map(OutboxEntry::shown)
                .toList();
    }

    /** Why nothing can be put into it, if nothing can. */
    public Optional<String> fault() {
        return kept.fault();
    }

    /** Waits until all is written. What is in it is for the next process. */
    @Override
    public void close() {
        if (kept.fault().isPresent()) {
            kept.close();
            return;
        }
        long left = entries().stream().filter(Entry::ending).count();
        if (left > 0) {
            log.warn(
                    "{} credentials are not revoked yet as the process ends; {}",
                    left,
                    header.isEmpty() ? "they live until they expire" : "the next one goes on with them");
        }
        kept.close();
    }

    @Override
    public String toString() {
        return "RevocationOutbox[" + entries().size() + "]";
    }

    /**
     * A token that is out; never the token itself.
     *
     * @param credential its id
     * @param source the policy's name of the source that issued it
     * @param expiresAt when it dies by itself
     * @param ending whether it is to be revoked: it is tried again until it expires
     * @param tries how often its issuer was asked in vain
     */
    public record Entry(String credential, String source, Instant expiresAt, boolean ending, int tries) {}
}
