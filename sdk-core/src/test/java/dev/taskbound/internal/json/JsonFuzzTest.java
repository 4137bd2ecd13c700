/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.RepeatedTest;

/** Untrusted text, made up: the seed of a failure stands in its message. */
class JsonFuzzTest {

    private static final String[] SHARDS = {
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "\\udc00", "0", "1", "-", ".", "e", "E+", "999999",
        "true", "null", "\"a\":", "\"b\"", " ", "\n", "\uFEFF", "\ud800", "\uffff", "😀", "//", "/*", "NaN", "'",
        "\u0000", "{}", "[]", "0.1"
    };

    private final long seed = new SplittableRandom().nextLong();
    private final SplittableRandom random = new SplittableRandom(seed);

    @RepeatedTest(5)
    void treesSurviveTheirCanonicalText() throws Exception {
        for (int i = 0; i < 300; i++) {
            Object tree = tree(5);
            String text = CanonicalJson.write(tree);
            Object again = StrictJson.parse(text, JsonLimits.RESULTS);
            assertThat(again).as("seed %d, %s", seed, text).isEqualTo(tree);
            assertThat(CanonicalJson.write(again)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @RepeatedTest(5)
    void agreesWithAnotherImplementation() throws Exception {
        for (int i = 0; i < 300; i++) {
            List<Object> tree = List.of(tree(4));
            String text = CanonicalJson.write(tree);
            assertThat(new JsonCanonicalizer(text).getEncodedString())
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @RepeatedTest(5)
    void garbageIsReadOrRefusedAndNothingElse() {
        for (int i = 0; i < 20_000; i++) {
            readOrRefuse(garbage());
        }
    }

    @RepeatedTest(5)
    void damagedTextIsReadOrRefusedAndNothingElse() {
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(CanonicalJson.write(tree(4)));
            for (int cuts = random.nextInt(1, 4); cuts > 0; cuts--) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(3)), pick(SHARDS));
            }
            readOrRefuse(text.toString());
        }
    }

    private void readOrRefuse(String text) {
        try {
            Object tree = StrictJson.parse(text, JsonLimits.ARGUMENTS);
            String canonical = CanonicalJson.write(tree);
            assertThat(StrictJson.parse(canonical, JsonLimits.ARGUMENTS)).isEqualTo(tree);
        } catch (JsonRefusedException e) {
            assertThat(e).as("seed %d", seed).message().isNotBlank().matches("\\A[\\x20-\\x7e±−]+\\z");
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", text " + text, e);
        }
    }

    private String garbage() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(random.nextInt(8) == 0 ? String.valueOf((char) random.nextInt(0x10000)) : pick(SHARDS));
        }
        return text.toString();
    }

    private Object tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> random.nextBoolean();
            case 1 -> random.nextLong(-9007199254740991L, 9007199254740992L);
            case 2 -> decimal();
            case 3, 4 -> string();
            case 5, 6 -> object(depth - 1);
            default -> array(depth - 1);
        };
    }

    private Object decimal() {
        double value = random.nextBoolean() ? random.nextDouble() : Double.longBitsToDouble(random.nextLong());
        BigDecimal decimal = Double.isFinite(value) ? new BigDecimal(JsonNumbers.text(value)) : BigDecimal.TEN;
        Number normal = JsonNumbers.normal(decimal);
        return normal == null ? 7L : normal;
    }

    private String string() {
        return random.ints(random.nextInt(8), 0, 0x110000)
                .map(c -> random.nextBoolean() ? c % 0x80 : c)
                .filter(c -> JsonText.isInterchangeable(Character.toString(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.put(string(), random.nextInt(6) == 0 ? null : tree(depth));
        }
        return object;
    }

    private List<Object> array(int depth) {
        List<Object> array = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(random.nextInt(6) == 0 ? null : tree(depth));
        }
        return array;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
