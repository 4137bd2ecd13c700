/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The last resort: an API key that is the same for every call and lives on after it. Register it for a source of {@code
 * type: static}; a policy of {@code environment: production} loads with one only if the source has a {@code risk} with
 * {@code decision: accept}.
 *
 * <p>Guaranteed: the key is read anew for each call and once more after a 401, so a rotated one is taken at once; only
 * {@code GuardedHttp} gets to see it, which puts it into one header of requests to hosts of the destination, where they
 * leave; no tool finds it in its {@code CallContext}. Calls that use it are marked on span ({@code
 * taskbound.credential.static}) and audit record. Not guaranteed: anything a credential of one call has: it is bound to no
 * task, tool, action or person, and when a call is stopped the guard forgets the key, whose issuer knows nothing of that.
 *
 * <p>Immutable and thread-safe.
 */
public final class StaticSecretSource implements CredentialSource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 8 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    /** Headers that say where a request goes and where it ends. */
    private static final Set<String> FRAMING =
            Set.of("host", "content-length", "transfer-encoding", "connection", "content-type", "upgrade", "te");

    private final String source;
    private final Supplier<CompletionStage<Secret>> reader;
    private final String origin;
    private final String header;
    private final String prefix;
    private final Clock clock;

    private StaticSecretSource(
            String source,
            Supplier<CompletionStage<Secret>> reader,
            String origin,
            String header,
            String prefix,
            Clock clock) {
        this.source = source;
        this.reader = reader;
        this.origin = origin;
        this.header = header;
        this.prefix = prefix;
        this.clock = clock;
    }

    /**
     * From a variable of the environment, which does not change while the process runs.
     *
     * @param source the policy's name of the source
     */
    public static StaticSecretSource ofEnvironment(String source, String variable) {
        requireNonNull(variable, "variable");
        return of(source, () -> CompletableFuture.completedFuture(environment(variable)), "environment " + variable);
    }

    private static Secret environment(String variable) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new IllegalStateException("the variable " + variable + " is not set");
        }
        return Secret.of(value);
    }

    /** From a file of at most 8 KiB, which is read anew for each call; white space around the key does not count. */
    public static StaticSecretSource ofFile(String source, Path file) {
        requireNonNull(file, "file");
        return of(source, () -> CompletableFuture.completedFuture(read(file)), "file " + file);
    }

    private static Secret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalStateException(file + " is larger than " + LARGEST + " bytes");
            }
            return Secret.of(new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new IllegalStateException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** From wherever it is kept, such as {@code Vault.keyValue}: asked for each call, after its permit and its record. */
    public static StaticSecretSource of(String source, Supplier<CompletionStage<Secret>> reader) {
        return of(source, requireNonNull(reader, "reader"), "supplier");
    }

    private static StaticSecretSource of(String source, Supplier<CompletionStage<Secret>> reader, String origin) {
        return new StaticSecretSource(
                requireNonNull(source, "source"), reader, origin, "Authorization", "Bearer ", Clock.systemUTC());
    }

    /**
     * The same in another header than {@code Authorization: Bearer}.
     *
     * @throws IllegalArgumentException if the name is none (RFC 9110, 5.1), or is one by which a request is delimited
     */
    public StaticSecretSource inHeader(String name) {
        return inHeader(name, "");
    }

    /**
     * @param before what stands before the key, such as {@code "Token "}
     * @throws IllegalArgumentException as {@link #inHeader(String)}, or if what stands before is not printable ASCII
     */
    public StaticSecretSource inHeader(String name, String before) {
        if (!TOKEN.matcher(name).matches() || FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("expected the name of a header such as X-Api-Key");
        }
        if (!before.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("expected printable ASCII before the key");
        }
        return new StaticSecretSource(source, reader, origin, name, before, clock);
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        Instant now = clock.instant();
        Duration left = Duration.between(now, request.deadline());
        return left.isNegative() || left.isZero()
                ? CompletableFuture.failedFuture(unavailable("no time is left for this call"))
                : secret(left)
                        .thenApply(key ->
                                credential(key, now.plus(request.destination().ttl())));
    }

    private CompletableFuture<Secret> secret(Duration left) {
        try {
            // The timeout comes from a thread that all of Java shares; what follows a failure must not run there.
            return reader.get()
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(left.toNanos(), TimeUnit.NANOSECONDS)
                    .exceptionallyComposeAsync(e -> CompletableFuture.failedFuture(explained(e)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(explained(e));
        }
    }

    private Credential credential(Secret key, Instant dropped) {
        String text = key.reveal();
        if (text.isEmpty() || text.length() > LARGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw unavailable("expected a key of printable ASCII without spaces, at most " + LARGEST + " characters");
        }
        Secret value = Secret.of(prefix + text);
        return new Credential(
                source + "." + RandomIds.next(),
                Credential.STATIC,
                value,
                source,
                dropped,
                Set.of(),
                null,
                Map.of(header, value));
    }

    /** Whether the key can be read now. */
    @Override
    public CompletionStage<Void> check() {
        return secret(PATIENCE).thenAccept(key -> credential(key, clock.instant()));
    }

    /** No cause is kept, and of a foreign failure no message: it may quote the key. */
    private CredentialException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CredentialException known) {
            return known;
        }
        return unavailable("the key cannot be had (" + cause.getClass().getSimpleName() + ")");
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(
                ReasonCode.CREDENTIAL_UNAVAILABLE, "source " + source + ", " + origin + ": " + message);
    }

    /** Names the source, where the key comes from and the header. */
    @Override
    public String toString() {
        return "StaticSecretSource[" + source + ", " + origin + ", in " + header + "]";
    }
}
