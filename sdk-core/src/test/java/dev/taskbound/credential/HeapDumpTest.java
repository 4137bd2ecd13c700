/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.credential.vault.FakeVault;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 4, judged by 5: after a run no token, no key and no password of a call is reachable from a Taskbound object, whatever
 * kind of credential it had and however it ended; what is left elsewhere, in buffers of the HTTP client, has expired.
 */
@NeedsPart({ChildJvm.class, Loopback.class})
@Timeout(120)
class HeapDumpTest {
    private static final int LIFE_SECONDS = 10;
    /** Of okio, which keeps its buffers for the next request. */
    private static final int BUFFER = 8192;

    private static final int SIGNATURE = 40;
    /** Tag, id, stack trace serial number, number of elements, type: what stands before an array's elements in a dump. */
    private static final int ARRAY_HEADER = 1 + 8 + 4 + 4 + 1;

    private static final byte ARRAY = 0x23;
    private static final byte OF_BYTES = 8;

    private static final String KEY = "static-key-that-must-never-be-kept-0123456789";

    private static final Pattern TOOL = Pattern.compile("/[a-z_]+\\?[0-9]+");

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void nothingSecretIsKeptAfterTheRun() throws Exception {
        Path dump = directory.resolve("heap.hprof");
        Path log = directory.resolve("log.txt");
        Files.writeString(directory.resolve("key.txt"), KEY);
        Files.writeString(directory.resolve("pod.jwt"), FakeVault.JWT);
        List<String> passwords = new CopyOnWriteArrayList<>();
        try (FakeAuthorizationServer server = issuer();
                FakeVault vault = new FakeVault();
                MockWebServer service = service()) {
            vault.made = (user, role, password, seconds) -> passwords.add(password);
            Process process = ChildJvm.running(
                            HeapDumpWorker.class,
                            server.issuer().toString(),
                            String.valueOf(service.getPort()),
                            dump.toString(),
                            String.valueOf((LIFE_SECONDS + 1) * 1000L),
                            vault.address().toString(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(CallRequests.SUBJECT_TOKEN.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(log);
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(requests).as("seven tools, one of them twice").hasSize(8 * HeapDumpWorker.CALLS);
            assertThat(server.issued).hasSizeGreaterThan(5 * HeapDumpWorker.CALLS);
            assertThat(passwords).hasSize(HeapDumpWorker.CALLS);

            for (Class<?> type : List.of(Credential.class, ProofKey.class, IssuedToken.class, VerifiedJwt.class)) {
                assertThat(instances(said, type)).as(type.getName()).isZero();
            }
            assertThat(said)
                    .doesNotContain(CallRequests.SUBJECT_TOKEN, KEY)
                    .doesNotContain(passwords)
                    .doesNotContain(server.issued)
                    .doesNotContainPattern("eyJ[\\w-]{10,}\\.");
            ByteBuffer heap = ByteBuffer.wrap(Files.readAllBytes(dump));
            assertThat(kept(heap, server.issued)).isEmpty();
            assertThat(outsideBuffers(heap, proofs(server), token -> {})).isEmpty();
            assertThat(outsideBuffers(heap, passwords, password -> {})).isEmpty();
            assertThat(outsideBuffers(heap, List.of(KEY, FakeVault.JWT), key -> {}))
                    .isEmpty();
        }
    }

    /** Tokens of three kinds, and for one audience more than was asked for. */
    private static FakeAuthorizationServer issuer() throws Exception {
        FakeAuthorizationServer server = new FakeAuthorizationServer();
        server.revokes = true;
        server.claims = claims -> {
            claims.put("exp", Instant.now().getEpochSecond() + LIFE_SECONDS);
            if (claims.get("aud").equals("https://broad.example.com")) {
                claims.put("aud", List.of("https://broad.example.com", "https://other.example.com"));
            }
            takeAMoment();
        };
        server.signer = claims -> {
            if (claims.get("aud").equals("https://opaque.example.com")) {
                return "opaque-" + RandomIds.next() + RandomIds.next();
            }
            return claims.containsKey("txn") ? TokenKindsTest.transaction(claims) : Tokens.es256(claims);
        };
        return server;
    }

    /** Long enough for the client's watchdog to fall asleep over the request. */
    private static void takeAMoment() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private MockWebServer service() throws Exception {
        MockWebServer service = new MockWebServer();
        Set<String> again = ConcurrentHashMap.newKeySet();
        service.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                // Not what others still send to whoever had this port before.
                if (TOOL.matcher(request.getTarget()).matches()) {
                    requests.add(request.getTarget());
                }
                boolean isRejected = request.getTarget().startsWith("/again") && again.add(request.getTarget());
                return new MockResponse.Builder()
                        .code(isRejected ? 401 : 200)
                        .body("ok")
                        .build();
            }
        });
        service.start();
        return service;
    }

    private static long instances(String histogram, Class<?> type) {
        Matcher line = Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(type.getName()) + "[ \\n]")
                .matcher(histogram);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    /** What said who asks and who acts; those in buffers expire within the minute. */
    private static List<String> proofs(FakeAuthorizationServer server) {
        List<String> proofs = new ArrayList<>();
        server.forms.forEach(form -> {
            proofs.add(form.get("client_assertion"));
            proofs.add(form.get("actor_token"));
        });
        assertThat(proofs).hasSizeGreaterThan(80).doesNotContainNull();
        return proofs.stream().distinct().toList();
    }

    private static List<String> kept(ByteBuffer heap, List<String> tokens) throws Exception {
        Set<String> left = new HashSet<>();
        List<String> looked = new ArrayList<>(tokens);
        looked.add(CallRequests.SUBJECT_TOKEN);
        List<String> kept = outsideBuffers(heap, looked, left::add);
        left.remove(CallRequests.SUBJECT_TOKEN);
        for (String token : left) {
            if (token.startsWith("opaque-")) {
                continue;
            }
            assertThat(SignedJWT.parse(token)
                            .getJWTClaimsSet()
                            .getExpirationTime()
                            .toInstant())
                    .isBefore(Instant.now());
        }
        System.out.println("left in buffers of the HTTP client, expired: " + left.size() + " of " + tokens.size());
        return kept;
    }

    /** Whatever stands elsewhere than in buffers of the HTTP client. */
    private static List<String> outsideBuffers(ByteBuffer heap, List<String> tokens, Consumer<String> inBuffer) {
        List<String> kept = new ArrayList<>();
        String all = new String(heap.array(), StandardCharsets.ISO_8859_1);
        for (String token : tokens) {
            String end = token.substring(Math.max(0, token.length() - SIGNATURE));
            for (int at = all.indexOf(end); at >= 0; at = all.indexOf(end, at + 1)) {
                int length = lengthOfArrayAround(heap, at);
                if (length == BUFFER) {
                    inBuffer.accept(token);
                } else {
                    kept.add("a byte[" + length + "] with a token");
                }
            }
        }
        return kept;
    }

    /** Of the nearest array of bytes that begins before this place and goes beyond it; -1 if there is none. */
    private static int lengthOfArrayAround(ByteBuffer heap, int at) {
        for (int start = at; start > Math.max(ARRAY_HEADER, at - 1_000_000); start--) {
            int header = start - ARRAY_HEADER;
            if (heap.get(header) == ARRAY && heap.get(start - 1) == OF_BYTES) {
                int length = heap.getInt(start - 5);
                if (length > at - start && length < 10_000_000) {
                    return length;
                }
            }
        }
        return -1;
    }
}
