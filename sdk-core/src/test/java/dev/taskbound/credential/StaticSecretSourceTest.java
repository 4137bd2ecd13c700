/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.WireCredentials;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API key that lives on after the call: who sees it, and where it goes. */
@NeedsPart(Loopback.class)
@Timeout(60)
class StaticSecretSourceTest {
    private static final String KEY = "k3y-that-no-tool-may-see";

    private final MockWebServer service = new MockWebServer();
    private final MockWebServer elsewhere = new MockWebServer();
    private final GuardedHttp http = GuardedHttp.wrap(new OkHttpClient());
    private final AtomicInteger reads = new AtomicInteger();
    private final StaticSecretSource source = StaticSecretSource.of("own", () -> {
                reads.incrementAndGet();
                return CompletableFuture.completedFuture(Secret.of(KEY));
            })
            .inHeader("X-Api-Key");

    @BeforeEach
    void open() throws IOException {
        service.start();
        elsewhere.start();
    }

    @AfterEach
    void close() {
        service.close();
        elsewhere.close();
    }

    private GuardedCalls calls(CredentialSource used) {
        return setting(used).open();
    }

    private GuardedCalls.Setting setting(CredentialSource used) {
        return GuardedCalls.of(used, "{ read: r }").type("static").host("localhost:" + service.getPort());
    }

    private int get(MockWebServer server) {
        try (Response response =
                http.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
            return response.code();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(int code) {
        service.enqueue(new MockResponse.Builder().code(code).build());
    }

    @Test
    void theKeyGoesToTheDestinationAndNoToolSeesIt() throws Exception {
        answer(200);
        try (GuardedCalls calls = calls(source)) {
            int code = calls.call("find", call -> {
                assertThat(call.credential()).isEmpty();
                return get(service);
            });
            assertThat(code).isEqualTo(200);
        }
        assertThat(service.takeRequest().getHeaders().get("X-Api-Key")).isEqualTo(KEY);
    }

    @Test
    void nobodyButGuardedHttpGetsItFromTheCall() {
        try (GuardedCalls calls = calls(source)) {
            calls.call("find", call -> {
                assertThatThrownBy(() -> WireCredentials.of(call)).isInstanceOf(IllegalCallerException.class);
                Credential made = new Credential("x", "Bearer", Secret.of("x"), "own", Instant.MAX, Set.of());
                assertThatThrownBy(() -> WireCredentials.renew(call, made)).isInstanceOf(IllegalCallerException.class);
                ToolCallDeniedException denied =
                        catchThrowableOfType(ToolCallDeniedException.class, () -> call.renewCredential(made));
                assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_REJECTED);
                return "";
            });
            assertThat(reads).hasValue(1);
        }
    }

    @Test
    void itGoesToNoOtherHostAndFollowsNoRedirectThere() {
        service.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", elsewhere.url("/").toString())
                .build());
        try (GuardedCalls calls = calls(source)) {
            for (MockWebServer server : new MockWebServer[] {elsewhere, service}) {
                ToolCallDeniedException denied = catchThrowableOfType(
                        ToolCallDeniedException.class, () -> calls.call("find", call -> get(server)));
                assertThat(denied.reason()).isEqualTo(ReasonCode.DESTINATION_NOT_ALLOWED);
            }
        }
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    @Test
    void itIsMarkedInTheRecordAndShownNowhere() {
        answer(200);
        try (GuardedCalls calls = calls(source)) {
            calls.call("find", call -> get(service));
            assertThat(calls.audit.records())
                    .filteredOn(record -> record.event().type() == AuditEvent.Type.CREDENTIAL_ISSUED)
                    .singleElement()
                    .satisfies(record -> assertThat(record.event().attributes()).containsEntry("static", true));
            assertThat(calls.recorded() + source).doesNotContain(KEY);
        }
    }

    @Test
    void itIsNotReadBeforeThePermitAndTheRecord() {
        try (GuardedCalls calls = calls(source)) {
            catchThrowable(() -> calls.call("forbidden", call -> ""));
            assertThat(reads).hasValue(0);
            calls.call("find", call -> "");
            assertThat(reads).hasValue(1);
        }
    }

    @Test
    void aRotatedFileIsTakenAtTheNextCallAndAfterA401(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("key"), "first-key\n");
        try (GuardedCalls calls = calls(StaticSecretSource.ofFile("own", file))) {
            answer(401);
            answer(200);
            int code = calls.call("find", call -> {
                write(file, "second-key\n");
                return get(service);
            });
            assertThat(code).isEqualTo(200);
            answer(200);
            write(file, "third-key");
            calls.call("find", call -> get(service));
        }
        assertThat(authorization(service.takeRequest())).isEqualTo("Bearer first-key");
        assertThat(authorization(service.takeRequest())).isEqualTo("Bearer second-key");
        assertThat(authorization(service.takeRequest())).isEqualTo("Bearer third-key");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String authorization(RecordedRequest request) {
        return request.getHeaders().get("Authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "k3y\r\nX-Injected: yes", "k3y\u0000", "schlüssel"})
    void whatAHeaderCannotHoldIsNoKeyAndNotShown(String wrong) {
        StaticSecretSource broken =
                StaticSecretSource.of("own", () -> CompletableFuture.completedFuture(Secret.of(wrong)));
        try (GuardedCalls calls = calls(broken)) {
            ToolCallDeniedException denied =
                    catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("find", call -> ""));
            assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
            assertThat(calls.bodies).hasValue(0);
            assertThat(wrong.isEmpty() ? "" : calls.recorded()).doesNotContain(wrong.isEmpty() ? "none" : wrong);
        }
    }

    @Test
    void aReaderThatFailsOrNeverAnswersDeniesWithoutShowingWhatItSays(@TempDir Path dir) throws Exception {
        Path large = Files.writeString(dir.resolve("large"), "x".repeat(9_000));
        for (StaticSecretSource broken : new StaticSecretSource[] {
            StaticSecretSource.of("own", () -> CompletableFuture.failedFuture(new IllegalStateException(KEY))),
            StaticSecretSource.of("own", () -> {
                throw new IllegalStateException(KEY);
            }),
            StaticSecretSource.of("own", CompletableFuture::new),
            StaticSecretSource.ofFile("own", dir.resolve("missing")),
            StaticSecretSource.ofFile("own", large),
            StaticSecretSource.ofEnvironment("own", "TASKBOUND_NO_SUCH_VARIABLE")
        }) {
            try (GuardedCalls calls =
                    setting(broken).patience(Duration.ofSeconds(2)).open()) {
                ToolCallDeniedException denied =
                        catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("find", call -> ""));
                assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
                assertThat(calls.recorded()).doesNotContain(KEY, "xxxx");
            }
        }
    }

    @Test
    void itsHealthIsWhetherTheKeyCanBeRead() {
        assertThat(source.check().toCompletableFuture()).succeedsWithin(30, TimeUnit.SECONDS);
        assertThat(StaticSecretSource.ofEnvironment("own", "TASKBOUND_NO_SUCH_VARIABLE")
                        .check()
                        .toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Api", "X-Api-Key:", "Host", "content-length", "Transfer-Encoding", "X\r\nY"})
    void aNameThatIsNoHeaderForAKeyIsRefused(String name) {
        assertThatThrownBy(() -> source.inHeader(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStaticSecretIsNoCustomSourceAndACustomSourceIsNoStaticSecret() {
        assertThatThrownBy(() -> setting(source).type("custom").open()).hasMessageContaining("type: static");
        CredentialSource other = request -> new CompletableFuture<>();
        assertThatThrownBy(() -> calls(other)).hasMessageContaining("StaticSecretSource");
    }

    @Test
    void aStaticSecretInDisguiseIsTooBroad() {
        CredentialSource disguised = source::issue;
        try (GuardedCalls calls = setting(disguised).type("custom").open()) {
            ToolCallDeniedException denied =
                    catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("find", CallContext::isLive));
            assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_TOO_BROAD);
            assertThat(calls.bodies).hasValue(0);
        }
    }

    @Test
    void aLoginOfADatabaseIsNotSentOverHttp() {
        CredentialSource logins = request -> CompletableFuture.completedFuture(
                new DatabaseLogin("u", Secret.of(KEY), Instant.now().plusSeconds(5))
                        .credential("lease-1", "own", Set.of()));
        try (GuardedCalls calls = setting(logins).type("custom").open()) {
            ToolCallDeniedException denied =
                    catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("find", call -> get(service)));
            assertThat(denied.reason()).isEqualTo(ReasonCode.DESTINATION_NOT_ALLOWED);
        }
        assertThat(service.getRequestCount()).isZero();
    }
}
