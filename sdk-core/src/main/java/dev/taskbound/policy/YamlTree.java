/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.CharacterRules;
import dev.taskbound.internal.text.Shown;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Builds the tree of one document from parser events, in one pass. Takes the part of YAML that reads the same to
 * everybody: no anchors, aliases, merge keys, tags or second document, no key twice. Those are reported and reading goes
 * on; only broken syntax and what is too deep or too much ends it.
 */
final class YamlTree {
    private static final int DEEPEST = 20;
    private static final int MOST_NODES = 50_000;
    private static final int LONGEST_KEY = 200;

    private final Problems problems;
    private final YamlEvents events;
    private int nodes;

    private YamlTree(YamlEvents events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /** @throws PolicyException if the text cannot be read to its end */
    static YamlNode read(String text, Problems problems) {
        return new YamlTree(new YamlEvents(new StringReader(text), problems), problems).document();
    }

    private YamlNode document() {
        Event event = events.next();
        while (!(event instanceof NodeEvent)) {
            if (event instanceof StreamEndEvent) {
                throw stopped(
                        place(event, YamlPath.ROOT),
                        "found comments only, expected a policy: " + PolicyText.FIRST_LINE);
            }
            event = events.next();
        }
        YamlNode root = node(event, YamlPath.ROOT, 0);
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent second) {
                throw stopped(place(second, YamlPath.ROOT), "found a second document, expected one policy per file");
            }
        }
        return root;
    }

    private YamlNode node(Event event, YamlPath path, int depth) {
        Place place = place(event, path);
        requireBounds(place, depth);
        if (event instanceof AliasEvent) {
            problems.add(place, "found an alias, expected the value itself: aliases are not supported");
            return new YamlNode.Reported(place);
        }
        boolean isReported = reportsMarks((NodeEvent) event, place);
        if (event instanceof SequenceStartEvent) {
            return sequence(place, depth);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(place, depth);
        }
        YamlNode scalar = scalar((ScalarEvent) event, place);
        return isReported ? new YamlNode.Reported(place) : scalar;
    }

    private void requireBounds(Place place, int depth) {
        if (depth > DEEPEST) {
            throw stopped(place, "found deeper nesting, expected at most " + DEEPEST + " levels");
        }
        nodes++;
        if (nodes > MOST_NODES) {
            throw stopped(place, "found more values, expected at most " + MOST_NODES + " in a file");
        }
    }

    private boolean reportsMarks(NodeEvent event, Place place) {
        String tag = tag(event);
        if (event.getAnchor() != null) {
            problems.add(place, "found an anchor, expected none: anchors and aliases are not supported");
        }
        if (tag != null) {
            problems.add(place, "found a tag, expected none: a condition that begins with ! is quoted as a whole");
        }
        return tag != null;
    }

    private static @Nullable String tag(NodeEvent event) {
        return event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
    }

    private YamlNode scalar(ScalarEvent event, Place place) {
        String text = event.getValue();
        Optional<Integer> refused = text.codePoints()
                .filter(c -> !CharacterRules.isAllowed(c))
                .boxed()
                .findFirst();
        if (refused.isPresent()) {
            problems.add(place, "found an escape for " + Shown.character(refused.get()) + ", expected printable text");
            return new YamlNode.Reported(place);
        }
        return new YamlNode.Scalar(
                place, text, event.isPlain(), event.getStartMark().getIndex());
    }

    private YamlNode sequence(Place place, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, place.path().item(items.size()), depth + 1));
        }
        return new YamlNode.Sequence(place, List.copyOf(items));
    }

    private YamlNode mapping(Place place, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            entry(entries, node(event, place.path(), depth + 1), depth);
        }
        return new YamlNode.Mapping(place, entries);
    }

    private void entry(Map<String, YamlNode.Entry> entries, YamlNode keyNode, int depth) {
        String key = key(keyNode);
        YamlPath path =
                key == null ? keyNode.place().path() : keyNode.place().path().key(key);
        YamlNode value = node(events.next(), path, depth + 1);
        if (key == null) {
            return;
        }
        Place place = new Place(keyNode.place().line(), keyNode.place().column(), path);
        YamlNode.Entry first = entries.putIfAbsent(key, new YamlNode.Entry(place, headed(place, value)));
        if (first != null) {
            String where =
                    "expected it once: it already stands in line " + first.key().line();
            problems.add(place, "found the key " + Shown.quoted(key) + " again, " + where);
        }
    }

    /** What a block lacks is missing where the block is named, not where its first line happens to be. */
    private static YamlNode headed(Place key, YamlNode value) {
        return value instanceof YamlNode.Mapping block && block.place().line() > key.line()
                ? new YamlNode.Mapping(key, block.entries())
                : value;
    }

    /** The key's text; null if it is none and was reported. */
    private @Nullable String key(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            if (!(node instanceof YamlNode.Reported)) {
                problems.add(node.place(), "found " + node.shown() + " as a key, expected a name");
            }
            return null;
        }
        Optional<String> problem = keyProblem(scalar);
        problem.ifPresent(message -> problems.add(scalar.place(), message));
        return problem.isPresent() ? null : scalar.text();
    }

    private static Optional<String> keyProblem(YamlNode.Scalar scalar) {
        if (scalar.plain() && scalar.text().equals("<<")) {
            return Optional.of("found a merge key, expected the keys themselves: merging is not supported");
        }
        if (scalar.text().isBlank() || scalar.text().length() > LONGEST_KEY) {
            return Optional.of(
                    "found " + scalar.shown() + " as a key, expected a name of 1 to " + LONGEST_KEY + " characters");
        }
        return PlainScalar.notText(scalar, "a name", true);
    }

    private PolicyException stopped(Place place, String message) {
        problems.add(place, message);
        return problems.exception();
    }

    private static Place place(Event event, YamlPath path) {
        Mark mark = event.getStartMark();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, path);
    }
}
