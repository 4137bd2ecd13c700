/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order calls reach the guard, as its own audit log tells it. */
class ReplayOrderTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("the attacker's calls follow the first result that can carry an injection, then the rest of the task")
    void injectsAfterTheFirstResultThatCanCarryWords() {
        assertThat(replayed())
                .as("lend-best attacked by graffiti")
                .contains("[find_book, read_reviews, find_book, put_on_board, lend_book]");
    }

    @Test
    @DisplayName("output_vectors name the places where words stand, in a suite that does not list them")
    void knowsVectorsFromTheCallsToo() {
        Library library = new Library(directory).lenient().replace("library.json", "injection_vectors", "vectors");

        assertThat(replayed(library)).contains("[find_book, read_reviews, find_book, put_on_board, lend_book]");
    }

    @Test
    @DisplayName("a task whose results carry nobody's words is attacked at its end: {{now}} is no vector")
    void injectsAtTheEndWhereNoResultCarriesWords() {
        assertThat(replayed()).as("shelf attacked by graffiti").contains("[find_book, find_book, put_on_board]");
    }

    @Test
    @DisplayName("a human agrees to the task's own calls and to none of the attacker's")
    void asksAHumanWhoKnowsWhatTheyAskedFor() {
        assertThat(replayed()).as("lend-best attacked by steal").contains("[find_book, read_reviews, lend_book]");
        assertThat(replayed()).as("lend-named attacked by steal").contains("[read_reviews, lend_book]");
    }

    private List<String> replayed() {
        return replayed(new Library(directory).lenient());
    }

    /** Which tools ran, task by task. */
    private List<String> replayed(Library library) {
        Suite suite = library.read();
        Path file = directory.resolve("library.yaml");
        Policy policy = Policy.load(file);
        InMemoryAuditSink audit = new InMemoryAuditSink(10_000);
        Human human = new Human();
        try (ToolGuard guard =
                ToolGuard.builder().policy(policy).audit(audit).approver(human).build()) {
            new Replay(suite, IntentChoice.of(suite, policy, null), Agents.in(file), guard, human).run();
        }
        Map<String, List<Object>> tools = audit.records().stream()
                .map(AuditRecord::event)
                .filter(event -> event.type() == Type.STARTED)
                .collect(Collectors.groupingBy(
                        event -> event.task(),
                        Collectors.mapping(event -> event.attributes().get("tool"), Collectors.toList())));
        return tools.values().stream().map(List::toString).toList();
    }
}
