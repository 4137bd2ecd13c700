/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that cannot be used is named, with the place in it and what was expected there. */
class BadInputTest {
    @TempDir
    private Path directory;

    private Library library;

    @BeforeEach
    void copyFiles() {
        library = new Library(directory).strict();
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            library.json         | "suite": "library",                | "suite": "library"             | library.json:3: found text that is not JSON
            library.json         | "tools"                            | "tolls"                        | library.json: found no tools
            library.json         | "prompt": "Good morning"           | "prompt": 7                    | user_tasks[4].prompt: found 7, expected a text
            library.json         | "calls": []                        | "calls": {}                    | user_tasks[4].calls: found {}, expected a list
            library.json         | "id": "greet"                      | "id": "leave"                  | user_tasks[4].id: found "leave", expected each task once
            library.json         | { "tool": "strike_member"          | { "tool": "strike"             | user_tasks[3].calls[0].tool: found strike, expected the name of a tool
            library.json         | "name": "put_on_board"             | "name": "find_book"            | tools[3].name: found "find_book", expected each tool once
            library.json         | { "title": "Tides" }               | "Tides"                        | user_tasks[0].calls[0].args: found "Tides", expected an object
            library.json         | "id": "shelf"                      | "id": "shelf", "id": "self"    | Duplicate field 'id'
            library-results.json | "results"                          | "result"                       | library-results.json: found no results
            library-results.json | "leave": [                         | "left": [                      | library-results.json: results: found no leave
            library-results.json | "shelf": [                         | "shelf": [ {},                 | results.shelf: found 2 results, expected one for each of 1 calls
            library-results.json | { "tool": "strike_member"          | { "tool": "find_book"          | results.leave[0].tool: found "find_book", expected the result of strike_member
            library-strict.intents.json | "greet"                     | "great"                        | expected an intent for greet
            library-strict.intents.json | "shelf": { "intent": "answer" | "shelf": { "intent": "ask"   | shelf.intent: found "ask", expected an intent of the policy
            library-strict.intents.json | "most_weeks": 3             | "most_weeks": {}               | lend-named.parameters.most_weeks: found {}, expected a text, a number
            library-strict.yaml  | action: read                       | action: reed                   | library-strict.yaml
            library-strict.yaml  | { type: embedded }                 | { type: client-credentials, issuer: "https://idp.example.com", identities: [ { client: a, workload: b } ] } | sources.desk
            """)
    void namesFileAndPlace(String file, String text, String other, String message) {
        Library.Ran ran = library.replace(file, text, other).replay();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(message);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.json()).doesNotExist();
    }

    @Test
    void namesAFileThatIsNotThere() {
        Library.Ran ran =
                new Library(directory).option("--policy", "nowhere.yaml").replay();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("nowhere.yaml");
    }

    @Test
    void wantsIntentsForAPolicyWithSeveral() {
        Library.Ran ran = new Library(directory)
                .option("--policy", library.file("library-strict.yaml").toString())
                .replay();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--intents").contains("[answer, lend]");
    }

    @Test
    void namesAnOutputThatCannotBeWritten() {
        Library.Ran ran = library.option(
                        "--json", directory.resolve("none/out.json").toString())
                .replay();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("none/out.json: cannot be written");
    }

    @Test
    void wantsAPolicy() {
        Library.Ran ran = new Library(directory).replay();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--policy");
    }
}
