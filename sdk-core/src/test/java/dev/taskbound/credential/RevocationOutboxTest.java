/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Secret;
import dev.taskbound.internal.seal.SealedStore;
import dev.taskbound.internal.seal.StoreKey;
import dev.taskbound.policy.SourceConfig.Revoke;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file: what was put in is there for the next process, and nobody reads it. */
@Timeout(60)
class RevocationOutboxTest {
    static final Secret KEY = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
    private static final Secret OTHER = Secret.of("x".repeat(43));
    private static final String TOKEN = "token-that-must-not-be-seen-in-the-file";

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("outbox");
    }

    private static IssuedToken token(String id, Duration life) {
        return new IssuedToken(
                id,
                "task-1",
                "bank",
                URI.create("https://idp.example.com"),
                "agent-writer",
                "pod",
                Secret.of(TOKEN + id),
                "access_token",
                Instant.now().plus(life));
    }

    private static IssuedToken token(String id) {
        return token(id, Duration.ofMinutes(5));
    }

    private static OutboxEntry put(RevocationOutbox outbox, IssuedToken token) {
        return outbox.put(token, Revoke.TASK, false).join();
    }

    private List<String> ids() throws IOException {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            return outbox.entries().stream()
                    .map(RevocationOutbox.Entry::credential)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsOutIsThereAfterwardsAndWhatEndedIsNot() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            OutboxEntry ended = put(outbox, token("a"));
            put(outbox, token("b"));
            OutboxEntry dropped = put(outbox, token("c"));
            outbox.forget(ended);
            outbox.drop(dropped);
            assertThat(outbox.entries()).hasSize(1);
        }
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            OutboxEntry found = outbox.find("bank", "b").orElseThrow();
            assertThat(outbox.open(found))
                    .usingRecursiveComparison()
                    .ignoringFields("expiresAt")
                    .isEqualTo(token("b"));
            assertThat(outbox.entries()).hasSize(1);
            assertThat(outbox.toString()).isEqualTo("RevocationOutbox[1]");
        }
    }

    @Test
    void whatHasExpiredIsNotKept() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("a", Duration.ofMillis(-1)));
            put(outbox, token("b"));
        }
        assertThat(ids()).containsExactly("b");
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void theFileShowsNothingAndIsItsOwnersAlone() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("an-id-to-look-for"));
        }
        assertThat(Files.readString(file()))
                .doesNotContain(TOKEN, "an-id-to-look-for", "agent-writer", "idp.example.com", "bank", "task-1")
                .doesNotContain(KEY.reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aTornLastLineIsDropped() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("a"));
            put(outbox, token("b"));
        }
        String text = Files.readString(file());
        for (int cut : new int[] {1, 2, 40, 200}) {
            Files.writeString(file(), text.substring(0, text.length() - cut));
            assertThat(ids()).as("cut " + cut).hasSize(1);
        }
        Files.writeString(file(), text + "-");
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void aDamagedLineIsAnErrorThatNamesIt() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("a"));
            put(outbox, token("b"));
        }
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), List.of(lines.get(0), "nonsense", lines.get(2)));
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("outbox, line 2");
        String swapped = lines.get(1).replaceFirst("\\+\\d+", "+77");
        Files.write(file(), List.of(lines.get(0), swapped));
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("issued-token 77");
        int middle = lines.get(1).length() - 40;
        char other = lines.get(1).charAt(middle) == 'A' ? 'B' : 'A';
        Files.write(
                file(),
                List.of(
                        lines.get(0),
                        lines.get(1).substring(0, middle) + other + lines.get(1).substring(middle + 1)));
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("its seal is broken");
        assertThat(Files.readAllLines(file())).as("is left as it is").hasSize(2);
    }

    @Test
    void anotherKeyIsAnError() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("a"));
        }
        String text = Files.readString(file());
        assertThatThrownBy(() -> RevocationOutbox.open(file(), OTHER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sealed with another key")
                .hasMessageNotContaining(OTHER.reveal());
        assertThatThrownBy(() -> RevocationOutbox.open(file(), Secret.of("hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the revocation outbox key: expected 32 random bytes")
                .hasMessageNotContaining("hunter2");
        assertThat(Files.readString(file())).isEqualTo(text);
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void anotherFileIsAnErrorAndIsLeftAlone() throws Exception {
        for (String text : List.of("{\"seq\":1}\n", "nothing\n", "\n", "\0\0\0\0", "{\"format\":\"x\"}\n")) {
            Files.writeString(file(), text);
            assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("no revocation outbox");
            assertThat(Files.readString(file())).isEqualTo(text);
        }
        Files.delete(file());
        Files.createDirectory(file());
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RevocationOutbox.open(directory.resolve("missing/outbox"), KEY))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anotherVersionIsAnError() throws Exception {
        ids();
        Files.writeString(file(), Files.readString(file()).replace("\"version\":1", "\"version\":2"));
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("another version");
    }

    @Test
    void aSecondHolderIsRefused() throws Exception {
        RevocationOutbox outbox = RevocationOutbox.open(file(), KEY);
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class).hasMessageContaining("in use");
        put(outbox, token("a"));
        outbox.close();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void aDirectoryThatIsNoneIsAnError() throws Exception {
        Files.writeString(directory.resolve("a-file"), "");
        assertThatThrownBy(() -> RevocationOutbox.open(directory.resolve("a-file/outbox"), KEY))
                .isInstanceOf(IOException.class);
        // What the file is written anew through.
        Files.createDirectories(directory.resolve("outbox.next/in-the-way"));
        assertThatThrownBy(this::ids).isInstanceOf(IOException.class);
    }

    @Test
    void theKeyMayStandInAFileOfItsOwn() throws Exception {
        Path key = directory.resolve("key");
        assertThatThrownBy(() -> RevocationOutbox.open(file(), key))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the revocation outbox key file " + key + " does not exist");
        Files.writeString(key, KEY.reveal());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> RevocationOutbox.open(file(), key)).hasMessageContaining("open to others");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        RevocationOutbox.open(file(), key).close();
        assertThat(ids()).isEmpty();
    }

    @Test
    void theFileIsWrittenAnewWhenMostOfItIsOfNoMoreUse() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            put(outbox, token("stays"));
            for (int i = 0; i < 4_000; i++) {
                outbox.drop(put(outbox, token("passes")));
            }
        }
        assertThat(Files.size(file())).isLessThan(2 << 20);
        assertThat(ids()).containsExactly("stays");
        assertThat(Files.size(file())).isLessThan(4_000);
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        try (RevocationOutbox outbox = RevocationOutbox.open(file(), KEY)) {
            IntStream.range(0, 2_000).parallel().forEach(i -> {
                OutboxEntry entry = put(outbox, token("id-" + i));
                if (i % 2 == 0) {
                    outbox.forget(entry);
                }
            });
        }
        assertThat(ids()).hasSize(1_000).contains("id-1", "id-1999").doesNotContain("id-0", "id-1998");
    }

    /** 20,000 at the most: those that nobody needs make room, those that somebody needs do not. */
    @Test
    void itIsBounded() {
        RevocationOutbox outbox = RevocationOutbox.inMemory();
        for (int i = 0; i < 20_000; i++) {
            put(outbox, token("id-" + i));
        }
        assertThatThrownBy(() -> put(outbox, token("one more")))
                .hasCauseInstanceOf(CredentialException.class)
                .hasMessageContaining("more tokens are out");
        assertThat(outbox.find("bank", "id-7").orElseThrow().over()).isTrue();
        put(outbox, token("one more"));
        assertThat(outbox.find("bank", "id-7")).isEmpty();
        assertThat(outbox.entries()).hasSize(20_000);
    }

    @Test
    void whatCannotBeWrittenIsNotTaken() throws Exception {
        Broken device = new Broken();
        RevocationOutbox outbox = new RevocationOutbox(
                StoreKey.random(SealedStore.REVOCATIONS), OutboxLines.none(), device, Clock.systemUTC());
        put(outbox, token("a"));
        device.full = true;
        assertThatThrownBy(() -> put(outbox, token("b")))
                .hasCauseInstanceOf(CredentialException.class)
                .hasMessageContaining("takes nothing since it could not be written")
                .hasMessageNotContaining(TOKEN);
        device.full = false;
        assertThatThrownBy(() -> put(outbox, token("c"))).hasCauseInstanceOf(CredentialException.class);
        assertThat(outbox.fault()).isPresent();
        assertThat(outbox.entries())
                .extracting(RevocationOutbox.Entry::credential)
                .containsExactly("a");
        outbox.close();
    }

    @Test
    void whatIsClosedTakesNothing() throws Exception {
        RevocationOutbox outbox = RevocationOutbox.open(file(), KEY);
        outbox.close();
        assertThatThrownBy(() -> put(outbox, token("a"))).hasMessageContaining("closed");
    }

    private static final class Broken implements OutboxOutput {
        private volatile boolean full;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void sync() {
            // It is on no device.
        }

        @Override
        public void replace(byte[] content) {
            // As above.
        }

        @Override
        public void close() {
            // As above.
        }
    }
}
