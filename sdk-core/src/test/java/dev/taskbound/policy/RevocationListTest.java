/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.policy.RevocationList.Entry;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 6: a watched file in which an operator writes what is stopped. */
class RevocationListTest {
    private static RevocationList parse(String entries) {
        return RevocationList.parse("revocations.yaml", "version: 1\nrevocations:\n" + entries);
    }

    @Test
    void readsEveryKindAndWhatIsSaidOfIt() {
        StringBuilder entries = new StringBuilder();
        for (Kind kind : Kind.values()) {
            String value = switch (kind) {
                case EVERYTHING -> "true";
                case ACTION -> "write";
                default -> "\"orders/refund of alice@example.com\"";
            };
            entries.append("  - { ")
                    .append(kind.word())
                    .append(": ")
                    .append(value)
                    .append(" }\n");
        }
        RevocationList all = parse(entries.toString());
        assertThat(all.entries()).extracting(each -> each.target().kind()).containsExactly(Kind.values());
        assertThat(all.entries()).contains(new Entry(new Target(Kind.ACTION, "write"), "", "", null));

        Instant until = Instant.parse("2026-12-01T06:00:00Z");
        Entry said = parse("  - { tool: pay, by: olga, reason: \"twice: again\", until: 2026-12-01T06:00:00Z }\n")
                .entries()
                .get(0);
        assertThat(said).isEqualTo(new Entry(new Target(Kind.TOOL, "pay"), "olga", "twice: again", until));
        assertThat(said.holds(until.minusNanos(1))).isTrue();
        assertThat(said.holds(until)).isFalse();
        assertThat(parse("  - { everything: true }\n").entries().get(0).holds(Instant.MAX))
                .isTrue();
    }

    @Test
    void aFileCanStopNothing() {
        assertThat(RevocationList.parse("f", "version: 1\nrevocations: []\n").entries())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  - { tol: pay } | 3:5 | unknown key",
                "  - { tool: pay, agent: bot } | 3:5 | found 2 targets, expected exactly one of",
                "  - { by: olga } | 3:5 | found 0 targets",
                "  - { action: delete } | 3:15 | expected one of read, write, admin",
                "  - { everything: false } | 3:19 | expected true",
                "  - { tool: '' } | 3:13 | expected a name",
                "  - { tool: 12 } | 3:13 | ",
                "  - { tool: pay, until: tomorrow } | 3:25 | expected a time in UTC",
                "  - { tool: pay, until: 2026-12-01 } | 3:25 | expected a time in UTC",
                "  - pay | 3:5 | expected a map",
                "  tool: pay | 2:1 | expected a list of entries",
                "  - { tool: pay | 4:1 | not YAML"
            })
    void everyMistakeIsNamedWithItsPlace(String entries, String place, String message) {
        assertThatThrownBy(() -> parse("  " + entries + "\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("revocations.yaml:" + place)
                .hasMessageContaining(message == null ? "" : message);
    }

    @Test
    void aFileThatDoesNotSayWhatItIsIsRefused(@TempDir Path directory) {
        for (String text : new String[] {"", "version: 1\n", "revocations: []\n", "version: 2\nrevocations: []\n"}) {
            assertThatThrownBy(() -> RevocationList.parse("f", text)).isInstanceOf(PolicyException.class);
        }
        assertThatThrownBy(() -> RevocationList.load(directory.resolve("none.yaml")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("no such file");
    }
}
