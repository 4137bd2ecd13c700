/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonSchema;
import dev.taskbound.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Issue 5: the JSON Schema that editors use knows the keys that the binder knows, and no other. */
class PolicySchemaTest {
    private static final Path ROOT = Path.of("..");

    /** Each section that there is, with one key that no section knows: the message about it lists those that are known. */
    private static final String EVERY_SECTION = """
        version: 1
        name: probe
        revision: 1
        zzz: 1
        mode: { zzz: 1, observe: { until: 2027-01-01, zzz: 1 } }
        agents: { a: { zzz: 1, risk: { decision: accept, review_by: 2027-01-01, zzz: 1 } } }
        sources:
          s: { type: token-exchange, issuer: "https://x.example", zzz: 1,
               risk: { decision: accept, review_by: 2027-01-01, zzz: 1 },
               identities: [ { client: c, workload: w, zzz: 1, when: { zzz: 1 } } ] }
        destinations: { d: { hosts: [a.example], zzz: 1, risk: { decision: accept, review_by: 2027-01-01, zzz: 1 }, scopes: { zzz: r } } }
        tools:
          t: { action: read, zzz: 1, risk: { decision: accept, review_by: 2027-01-01, zzz: 1 }, result: { labels: [l], zzz: 1, trust: { fields: [f], zzz: 1 } },
               control: { body: { from: [statement], zzz: 1 } },
               content: { body: { untrusted_entities: deny, zzz: 1 } } }
        every_intent:
            zzz: 1
            allow: [ { tool: t, zzz: 1, approval: { by: g, zzz: 1 }, limit: { count: 1, zzz: 1 } } ]
            deny: [ { tool: t, zzz: 1 }, { from: l, to: d, zzz: 1 } ]
        intents:
          i:
            zzz: 1
            risk: { decision: accept, review_by: 2027-01-01, zzz: 1 }
            open: { agents: [a], zzz: 1 }
            allow: [ { tool: t, zzz: 1, approval: { by: g, zzz: 1 }, limit: { count: 1, zzz: 1 } } ]
            deny: [ { tool: t, zzz: 1 }, { from: l, to: d, zzz: 1 } ]
            limits: { zzz: 1, rate: { calls: 1, per: 1s, zzz: 1 }, tools: { t: { count: 1, zzz: 1 } },
                      actions: { zzz: 1, read: { count: 1, zzz: 1 }, write: { count: 1, zzz: 1 },
                                 admin: { count: 1, zzz: 1 } } }
            unknown_origin: { approve: g, zzz: 1 }
        """;

    private static final Set<String> CHOSEN_NAMES = Set.of("a", "s", "d", "t", "i", "body");
    private static final Pattern KNOWN = Pattern.compile("expected one of ([^;]*)");

    @Test
    void theSchemaHasTheKeysOfTheBinderAndTheBinderThoseOfTheSchema() throws IOException {
        Map<String, Set<String>> ofSchema = new HashMap<>();
        collect(schema(), "", ofSchema);

        assertThat(ofSchema).isEqualTo(ofBinder());
    }

    @Test
    void everyKeyIsDescribedAndStandsInTheGuide() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/policy.md"));
        List<String> undescribed = new ArrayList<>();
        Map<String, Set<String>> keys = new HashMap<>();
        describe(schema(), "", undescribed);
        collect(schema(), "", keys);

        assertThat(undescribed).isEmpty();
        assertThat(keys.values().stream().flatMap(Set::stream))
                .allMatch(key -> guide.contains(key + "`") || guide.contains(key + ":"));
    }

    @Test
    void theDocumentedCopyIsThePublishedOne() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/taskbound.schema.json"))).isEqualTo(text());
    }

    @TestFactory
    Stream<DynamicTest> everyPolicyOfTheProjectValidates() throws IOException {
        JsonSchema schema = compiled();
        List<Path> files;
        try (Stream<Path> all = Files.walk(ROOT)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().contains("target"))
                    .filter(file -> isPolicy(file))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(5);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(),
                        () -> assertThat(schema.violation(yaml(Files.readString(file))))
                                .isEmpty()));
    }

    @Test
    void whatTheBinderRefusesForItsShapeTheSchemaRefusesToo() throws Exception {
        JsonSchema schema = compiled();
        String policy = Files.readString(Path.of("src/test/resources/dev/taskbound/policy/support-desk.yaml"));

        for (String[] change : new String[][] {
            {"action: write", "action: wirte"}, {"hosts: [mail.example.com]", "hosts: []"}, {"allow:", "alow:"},
            {"count: 3", "count: 0"}, {"revision: 7", "revision: seven"}, {"tool: send_email", "tol: send_email"},
        }) {
            assertThat(policy).contains(change[0]);
            assertThat(schema.violation(yaml(policy.replace(change[0], change[1]))))
                    .as(change[1])
                    .isPresent();
        }
    }

    private static Map<String, Set<String>> ofBinder() {
        PolicyException found = catchThrowableOfType(PolicyException.class, () -> Policy.parse("probe", EVERY_SECTION));
        Map<String, Set<String>> keys = new HashMap<>();
        for (PolicyProblem problem : found.problems()) {
            Matcher known = KNOWN.matcher(problem.message());
            assertThat(known.find()).as(problem.toString()).isTrue();
            keys.computeIfAbsent(section(problem.path()), path -> new TreeSet<>())
                    .addAll(List.of(known.group(1).split(", ")));
        }
        return keys;
    }

    /** {@code intents.i.allow[0].zzz} is in {@code .intents.*.allow[]}. */
    private static String section(String path) {
        StringBuilder section = new StringBuilder();
        for (String step : path.replaceFirst("\\.?zzz$", "").split("\\.")) {
            if (!step.isEmpty()) {
                section.append('.').append(CHOSEN_NAMES.contains(step) ? "*" : step.replaceAll("\\[[0-9]+]", "[]"));
            }
        }
        return section.toString();
    }

    private static void collect(Map<?, ?> schema, String path, Map<String, Set<String>> keys) {
        if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
            Set<String> names = new TreeSet<>();
            properties.forEach((name, value) -> {
                names.add((String) name);
                collect((Map<?, ?>) value, path + "." + name, keys);
            });
            keys.put(path, names);
            assertThat(schema.get("additionalProperties")).as(path).isEqualTo(false);
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> named) {
            collect(named, path + ".*", keys);
        }
        if (schema.get("items") instanceof Map<?, ?> items) {
            collect(items, path + "[]", keys);
        }
        if (schema.get("anyOf") instanceof List<?> choices) {
            choices.forEach(choice -> collect((Map<?, ?>) choice, path, keys));
        }
    }

    private static void describe(Map<?, ?> schema, String path, List<String> undescribed) {
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> {
                Map<?, ?> property = (Map<?, ?>) value;
                if (String.valueOf(property.get("description")).length() < 10) {
                    undescribed.add(path + "." + name);
                }
                describe(property, path + "." + name, undescribed);
            });
        }
        Stream.of("additionalProperties", "items")
                .filter(key -> schema.get(key) instanceof Map)
                .forEach(key -> describe((Map<?, ?>) schema.get(key), path + ".*", undescribed));
    }

    private static boolean isPolicy(Path file) {
        try {
            return Files.readString(file).startsWith("version: 1")
                    && !file.toString().endsWith(".test.yaml");
        } catch (IOException e) {
            return false;
        }
    }

    private static Object yaml(String text) {
        return plain(new Yaml().load(text));
    }

    /** As StrictJson would make it; a date is text, as it is to editors. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
            return plain;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PolicySchemaTest::plain).toList();
        }
        if (value instanceof Date date) {
            return new SimpleDateFormat("yyyy-MM-dd").format(date);
        }
        return value instanceof Integer number
                ? (Object) number.longValue()
                : value instanceof Double number ? new java.math.BigDecimal(number.toString()) : value;
    }

    private static JsonSchema compiled() throws IOException {
        try {
            return JsonSchema.compile(schema());
        } catch (dev.taskbound.internal.json.JsonRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> schema() throws IOException {
        try {
            return StrictJson.parseObject(text(), JsonLimits.RESULTS);
        } catch (dev.taskbound.internal.json.JsonRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text() throws IOException {
        try (var in = Objects.requireNonNull(Policy.class.getResourceAsStream("taskbound.schema.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
