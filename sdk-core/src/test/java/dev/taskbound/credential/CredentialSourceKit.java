/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the guard relies on in every {@link CredentialSource}. Extend it, say how your source is made and what it can and
 * cannot serve, and run it with JUnit 5.
 */
@Timeout(60)
public abstract class CredentialSourceKit {
    /** The source under test; called once per test. */
    protected abstract CredentialSource source() throws Exception;

    /** A request that the source serves; a new task each time. */
    protected CredentialRequest servedRequest() {
        return CallRequests.refund();
    }

    /** A request that the source must refuse, not because of its deadline. */
    protected abstract CredentialRequest refusedRequest();

    /** Texts that must never be seen: subject tokens, client secrets, assertions. */
    protected List<String> secrets() {
        return List.of(CallRequests.SUBJECT_TOKEN);
    }

    @Test
    void issuesALiveCredentialNoLongerThanAllowed() throws Exception {
        CredentialRequest request = servedRequest();
        Credential credential = issue(source(), request);
        Instant now = Instant.now();
        assertThat(credential.expiresAt())
                .isAfter(now)
                .isBefore(now.plus(request.destination().ttl()).plus(Duration.ofSeconds(5)));
        assertThat(credential.token().reveal()).isNotBlank();
        assertThat(credential.scheme()).isNotBlank();
    }

    @Test
    void namesACredentialWithoutShowingIt() throws Exception {
        Credential credential = issue(source(), servedRequest());
        assertThat(credential.id())
                .isNotBlank()
                .doesNotContain(credential.token().reveal());
        assertThat(credential.toString()).doesNotContain(credential.token().reveal());
    }

    @Test
    void issuesAnotherCredentialForEveryCall() throws Exception {
        CredentialSource source = source();
        CredentialRequest request = servedRequest();
        List<CompletableFuture<Credential>> pending = IntStream.range(0, 50)
                .mapToObj(i -> source.issue(request).toCompletableFuture())
                .toList();
        assertThat(pending.stream().map(CompletableFuture::join).map(Credential::id))
                .doesNotHaveDuplicates();
        assertThat(pending.stream()
                        .map(CompletableFuture::join)
                        .map(credential -> credential.token().reveal()))
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesThroughTheStageAndNeverByThrowing() throws Exception {
        assertThat(failure(source(), refusedRequest())).isInstanceOf(CredentialException.class);
    }

    @Test
    void refusesWhenNoTimeIsLeft() throws Exception {
        CredentialRequest late =
                CallRequests.withDeadline(servedRequest(), Instant.now().minusSeconds(1));
        assertThat(failure(source(), late)).isInstanceOf(CredentialException.class);
    }

    @Test
    void showsNoSecretWhenItRefuses() throws Exception {
        CredentialSource source = source();
        StringWriter shown = new StringWriter();
        failure(source, refusedRequest()).printStackTrace(new PrintWriter(shown, true));
        assertThat(shown + source.toString() + refusedRequest())
                .doesNotContain(
                        Stream.concat(secrets().stream(), Stream.of("eyJ")).toList());
    }

    @Test
    void answersARevocationMoreThanOnce() throws Exception {
        CredentialSource source = source();
        Credential credential = issue(source, servedRequest());
        assertThat(end(source, credential)).isNotNull().isEqualTo(end(source, credential));
    }

    private static CredentialEnd end(CredentialSource source, Credential credential) throws Exception {
        return source.revoke(credential).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Credential issue(CredentialSource source, CredentialRequest request) throws Exception {
        return source.issue(request).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CredentialSource source, CredentialRequest request) {
        CompletableFuture<Credential> answer = source.issue(request).toCompletableFuture();
        Throwable thrown = catchThrowable(answer::join);
        assertThat(thrown).isInstanceOf(CompletionException.class);
        return thrown.getCause();
    }
}
