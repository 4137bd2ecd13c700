/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual but right files load, and what makes no difference makes none to the version. */
class PolicyFilesTest {
    private static final String SMALLEST = "version: 1\nname: nothing\nrevision: 1\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SMALLEST,
                "---\n" + SMALLEST,
                "%YAML 1.2\n---\n" + SMALLEST,
                "\uFEFF" + SMALLEST,
                SMALLEST + "...\n",
                SMALLEST + "agents:\nsources:\ndestinations:\ntools:\nintents:\n",
                SMALLEST + "agents: {}\ntools: {}\nintents: {}\nmode: enforce\n",
                "{ version: 1, name: nothing, revision: 1 }",
                "{\"version\": 1, \"name\": \"nothing\", \"revision\": 1}",
                "\"version\": 1\n'name': 'nothing'\nrevision: 1",
                "# first\n\n\nversion: 1 # one\nname: nothing\n# between\nrevision: 1\n# last",
                "version: 1\r\nname: nothing\r\nrevision: 1\r\n",
                "version: 1\rname: nothing\rrevision: 1\r",
                "version:\n  1\nname:\n  nothing\nrevision:   1   \n",
                "? version\n: 1\n? name\n: nothing\n? revision\n: 1\n",
                "version: 1\nname: \"noth\\\n  ing\"\nrevision: 1\n",
                "version: 1\nname: >-\n  nothing\nrevision: 1\n"
            })
    void readsEveryLayoutAlike(String yaml) {
        Policy policy = Policy.parse("p.yaml", yaml);

        assertThat(policy.name()).isEqualTo("nothing");
        assertThat(policy.intents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "owner: team        | owner: \"team\"",
                "owner: team        | owner: 'no'",
                "owner: team        | owner: größe-管理",
                "owner: team        | owner: no way",
                "owner: team        | owner: 1.2.3",
                "owner: team        | owner: \"\\u00e9\"",
                "helper:            | \"helper\":",
                "2030-01-31         | \"2030-01-31\"",
                "2030-01-31         | 2032-02-29",
                "[shop.example.com] | [SHOP.example.com, \"shop.example.com\", shop2, a_b.c, xn--bcher-kva.example]",
                "[shop.example.com] | [\"10.0.0.1:8443\", 127.0.0.1, \"[::1]:80\", \"[2001:db8::1]\"]",
                "ttl: 30s           | ttl: 1500ms",
                "source: idp        | source: idp # the usual one",
                "https://idp.example.com | http://127.0.0.1:8080",
                "https://idp.example.com | http://[::1]:8080/x",
                "count: 3           | count: 1000000",
                "amount: 500        | amount: 0.01",
                "unknown_origin: deny | unknown_origin: { approve: lead }",
                "control: [iban]    | control: []",
                "{ from: pii, to: shop } | { action: write, when: \"call.total > 3 && !known(args.iban)\" }",
                "'buyer' in principal.roles | has(principal.subject) && now < timestamp('2031-01-01T00:00:00Z')"
            })
    void takesUnusualValues(String old, String replacement) {
        String yaml = PolicyFiles.replace(PolicyFiles.BASE, old, replacement);

        assertThat(Policy.parse("p.yaml", yaml).intents()).containsOnlyKeys("buy");
    }

    @Test
    void versionIsThatOfWhatIsSaid() {
        String version = Policy.parse("p.yaml", PolicyFiles.BASE).version();

        assertThat(versionOf(PolicyFiles.BASE.replace("owner: team", "owner: 'team'")))
                .isEqualTo(version);
        assertThat(versionOf(PolicyFiles.BASE.replace("\n", "\r\n"))).isEqualTo(version);
        assertThat(versionOf("# comment\n" + PolicyFiles.BASE)).isEqualTo(version);
        assertThat(versionOf(PolicyFiles.BASE.replace("version: 1\nname: base", "name: base\nversion: 1")))
                .isEqualTo(version);
        assertThat(versionOf(PolicyFiles.BASE.replace("calls: 9", "calls: 8"))).isNotEqualTo(version);
        assertThat(versionOf(PolicyFiles.BASE.replace(
                        "{ amount: number, iban: string }", "{ iban: string, amount: number }")))
                .isEqualTo(version);
        assertThat(versionOf(PolicyFiles.BASE.replace("[iban]", "[iban, amount]")))
                .isNotEqualTo(versionOf(PolicyFiles.BASE.replace("[iban]", "[amount, iban]")))
                .as("the order of a list counts")
                .isNotEqualTo(version);
    }

    private static String versionOf(String yaml) {
        return Policy.parse("other.yaml", yaml).version();
    }

    @Test
    void emptySectionsMeanDefaults() {
        Policy policy = Policy.parse("p.yaml", SMALLEST + "intents:\n  look-around:\n    limits:\n    allow: []\n");

        assertThat(policy.intents())
                .isEqualTo(Map.of(
                        "look-around",
                        new Intent(
                                "look-around",
                                null,
                                Map.of(),
                                new IntentLimits(50, 10, 10, 3, Duration.ofMinutes(15)))));
    }

    @Test
    void keysOfToolsMayNameASource() {
        Policy policy = Policy.parse("p.yaml", SMALLEST + "tools:\n  mcp:orders/lookup_order: { action: read }\n");

        assertThat(policy.tool("mcp:orders/lookup_order")).isPresent();
    }

    @Test
    void loadsAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("support-desk.yaml"), SupportDesk.YAML);

        assertThat(Policy.load(file).version()).isEqualTo(SupportDesk.policy().version());
    }

    @Test
    void namesAFileThatIsNotThere(@TempDir Path directory) {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> Policy.load(file))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(file + ":1:1: found no such file");
        assertThatThrownBy(() -> Policy.load(directory)).isInstanceOf(PolicyException.class);
    }

    @Test
    void refusesWhatIsNotUtf8AndSaysWhere(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("latin1.yaml");
        Files.write(file, "version: 1\nname: größe\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Policy.load(file))
                .hasMessageStartingWith(file + ":2:9: found a byte that is not UTF-8");
    }

    @Test
    void refusesAFileCutInTheMiddleOfACharacter(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("cut.yaml");
        Files.write(file, (SMALLEST + "# \u00e9").getBytes(StandardCharsets.UTF_8));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));

        assertThatThrownBy(() -> Policy.load(file)).hasMessageContaining(":4:3: found a byte that is not UTF-8");
    }

    @Test
    void refusesAHugeFileByItsSize(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("huge.yaml"), new byte[10 * 1024 * 1024]);

        assertThatThrownBy(() -> Policy.load(file))
                .hasMessageContaining("found 10485760 bytes, expected at most 262144");
    }
}
