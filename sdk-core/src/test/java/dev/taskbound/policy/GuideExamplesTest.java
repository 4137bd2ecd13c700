/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** What a guide shows of a policy loads, once what the guide leaves out is added; and its words are words of a policy. */
class GuideExamplesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("`([a-z_]+): ([a-z-]+|\\[[a-z_, ]+])`");

    /** The reference, whose tutorial grows over several examples: {@code PolicyTest} and {@code PolicySchemaTest} read it. */
    private static final String REFERENCE = "policy.md";

    /** Other files than policies. */
    private static final Set<String> OTHERS = Set.of("identity-kubernetes.md", "policy-tools.md", "revocation.md");

    /** Words of other things: a JWK, a header, an application at Auth0, a record of a call. */
    private static final Set<String> FOREIGN = Set.of("use", "typ", "app_type", "origins");

    private static final Map<String, String> SOURCE_OR_DESTINATION = Map.of(
            "token", "SOURCE",
            "actor", "SOURCE",
            "ignores", "SOURCE",
            "revoke", "SOURCE",
            "proof", "DESTINATION",
            "reuse", "DESTINATION");
    private static final String POLICY = """
            version: 1
            name: guide
            revision: 1
            sources:
              s: { type: token-exchange, issuer: "https://x.example", identities: [ { client: c, workload: w } ] SOURCE }
            destinations:
              d: { hosts: [a.example], source: s, audience: a, ttl: 60s DESTINATION }
            """;

    @TestFactory
    Stream<DynamicTest> everyExampleLoads() throws IOException {
        List<DynamicTest> examples = new ArrayList<>();
        for (Path guide : guides()) {
            Matcher fence = YAML.matcher(Files.readString(guide));
            while (fence.find()) {
                String example = fence.group(1).stripIndent();
                if (isPolicy(example)) {
                    String name = guide.getFileName() + ", example " + examples.size();
                    examples.add(DynamicTest.dynamicTest(
                            name,
                            () -> assertThat(Policy.parse(name, whole(example)).name())
                                    .isNotEmpty()));
                } else {
                    assertThat(OTHERS)
                            .as("not a policy")
                            .contains(guide.getFileName().toString());
                }
            }
        }
        assertThat(examples).hasSizeGreaterThan(8);
        return examples.stream();
    }

    @Test
    void everyWordOfAPolicyIsOne() throws IOException {
        String schema = Files.readString(DOCS.resolve("taskbound.schema.json"));
        int found = 0;
        for (Path guide : guides()) {
            Matcher word = WORD.matcher(Files.readString(guide));
            while (word.find()) {
                String key = word.group(1);
                if (FOREIGN.contains(key)) {
                    continue;
                }
                found++;
                assertThat(schema).as(guide + ": " + word.group()).contains("\"" + key + "\":");
                String place = SOURCE_OR_DESTINATION.get(key);
                if (place != null) {
                    String policy = POLICY.replace(place, ", " + key + ": " + word.group(2))
                            .replaceAll(" (SOURCE|DESTINATION) ", " ");
                    assertThat(Policy.parse(guide + ": " + word.group(), policy))
                            .isNotNull();
                } else if (key.equals("type")) {
                    assertThat(schema).contains("\"" + word.group(2) + "\"");
                }
            }
        }
        assertThat(found).isGreaterThan(15);
    }

    private static List<Path> guides() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith(REFERENCE))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPolicy(String example) {
        Object tree = new Yaml().load(example);
        return tree instanceof Map<?, ?> map && (map.containsKey("sources") || map.containsKey("tools"));
    }

    private static String whole(String example) {
        Map<String, Object> tree = new Yaml().load(example);
        String head = tree.containsKey("version") ? "" : "version: 1\nname: guide\nrevision: 1\n";
        String agents = tree.containsKey("agents") || !tree.containsKey("intents")
                ? ""
                : agents((Map<?, ?>) tree.get("intents"));
        return head + example + agents;
    }

    private static String agents(Map<?, ?> intents) {
        return intents.values().stream()
                .map(intent -> (Map<?, ?>) ((Map<?, ?>) intent).get("open"))
                .flatMap(open -> ((List<?>) open.get("agents")).stream())
                .distinct()
                .map(agent -> "  " + agent + ": { owner: team }\n")
                .collect(joining("", "agents:\n", ""));
    }
}
