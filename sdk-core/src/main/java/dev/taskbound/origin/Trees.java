/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ways through trees of maps, lists and plain values. */
final class Trees {
    // One more than JsonLimits lets a tree be deep, for its leaves.
    private static final int DEEPEST = 65;
    private static final int LONGEST_PATH = 200;

    private Trees() {}

    /** Every leaf of a tree and every name; what lies deeper than the guard accepts anywhere is not visited. */
    static void leavesAndNames(@Nullable Object tree, Consumer<@Nullable Object> visitor) {
        visit(tree, "", true, (path, leaf) -> visitor.accept(leaf), DEEPEST);
    }

    /** Every leaf with the path of its field, positions in lists left out; names are not values. */
    static void fields(@Nullable Object tree, String path, FieldVisitor visitor) {
        visit(tree, path, false, visitor, DEEPEST);
    }

    private static void visit(@Nullable Object tree, String path, boolean names, FieldVisitor visitor, int depth) {
        if (depth == 0) {
            return;
        }
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (names) {
                    visitor.leaf(path, name);
                }
                visit(value, names ? "" : below(path, name), names, visitor, depth - 1);
            });
        } else if (tree instanceof List<?> list) {
            list.forEach(element -> visit(element, path, names, visitor, depth - 1));
        } else {
            visitor.leaf(path, tree);
        }
    }

    /** Every object with the path of its field, outer ones first. */
    static void objects(@Nullable Object tree, String path, BiConsumer<String, Map<?, ?>> visitor) {
        objects(tree, path, visitor, DEEPEST);
    }

    private static void objects(@Nullable Object tree, String path, BiConsumer<String, Map<?, ?>> visitor, int depth) {
        if (depth > 0 && tree instanceof Map<?, ?> map) {
            visitor.accept(path, map);
            map.forEach((name, value) -> objects(value, below(path, name), visitor, depth - 1));
        } else if (depth > 0 && tree instanceof List<?> list) {
            list.forEach(element -> objects(element, path, visitor, depth - 1));
        }
    }

    static String below(String path, @Nullable Object name) {
        String plain = String.valueOf(name);
        String step = plain.indexOf('.') < 0 && plain.indexOf('[') < 0 ? plain : "['" + plain + "']";
        String below = path.isEmpty() ? step : path + "." + step;
        return below.length() > LONGEST_PATH ? below.substring(0, LONGEST_PATH) : below;
    }

    interface FieldVisitor {
        void leaf(String path, @Nullable Object leaf);
    }
}
