/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sources share that ask a server: one deadline for all of it, and failures that show nothing. */
@Timeout(60)
class IssuerClientTest {
    private final IssuerClient client =
            IssuerClient.to(URI.create("https://vault.example.com"), new OkHttpClient(), OpenTelemetry.noop());
    private final List<String> late = new CopyOnWriteArrayList<>();

    private CompletableFuture<String> within(long millis, CompletableFuture<String> work) {
        Instant now = Instant.now();
        return client.within(now, now.plusMillis(millis), left -> work, late::add);
    }

    @Test
    void whatComesInTimeIsTheAnswer() {
        assertThat(within(60_000, CompletableFuture.completedFuture("lease"))).isCompletedWithValue("lease");
        assertThat(late).isEmpty();
    }

    @Test
    void whatComesAfterTheDeadlineIsGivenBack() {
        CompletableFuture<String> work = new CompletableFuture<>();
        assertThat(within(50, work))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CredentialException.class)
                .withMessageContaining("deadline");
        work.complete("lease");
        assertThat(late).containsExactly("lease");
    }

    @Test
    void nothingIsBegunWhenNoTimeIsLeft() {
        assertThat(within(0, new CompletableFuture<>())).isCompletedExceptionally();
    }

    @Test
    void aForeignFailureShowsItsKindAndNotItsText() {
        assertThat(within(60_000, CompletableFuture.failedFuture(new IllegalStateException("s3cr3t"))))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CredentialException.class)
                .withMessageContaining("IllegalStateException")
                .withMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://vault.example.com", "https://user@vault.example.com", "https://v.example?x=1", "ftp://x"
            })
    void anAddressAtWhichSecretsCouldBeReadIsRefused(String address) {
        assertThatThrownBy(() -> IssuerClient.to(URI.create(address), new OkHttpClient(), OpenTelemetry.noop()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
