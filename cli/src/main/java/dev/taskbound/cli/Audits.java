/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.recorded.RecordedLog;
import dev.taskbound.cli.recorded.RecordedTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Audit files as commands are given them. */
final class Audits {
    static final String HOW_TO_RECORD =
            "the log holds no arguments, because the application did not ask for it: build the"
                    + " guard with .recordArguments(ArgumentRecording.upTo(200)) and let the tasks run again";

    private Audits() {}

    /** A log that does not verify to its end is used up to there, which is said. */
    static RecordedLog read(Path file, PrintWriter err) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": found no such file, expected an audit log (JSON Lines)");
        }
        RecordedLog log = RecordedLog.read(file);
        if (log.problem() != null) {
            err.println(file + ": does not verify from " + log.problem() + "; what stands before is used");
        }
        if (log.tasks().isEmpty()) {
            throw new BadInputException(file + ": found no task that was opened, expected an audit log of a guard");
        }
        return log;
    }

    static void requireArguments(RecordedLog log, Path file) {
        if (!log.hasArguments()) {
            throw new BadInputException(file + ": " + HOW_TO_RECORD);
        }
    }

    /** The tasks of these ids; all without ids. */
    static List<RecordedTask> tasks(RecordedLog log, List<String> ids) {
        List<RecordedTask> all = log.tasks();
        List<String> known = all.stream().map(RecordedTask::id).toList();
        ids.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(id -> {
            throw new BadInputException("--task " + id + ": found no such task in the log, expected one of\n  "
                    + String.join("\n  ", known.subList(0, Math.min(20, known.size()))));
        });
        return ids.isEmpty()
                ? all
                : all.stream().filter(task -> ids.contains(task.id())).toList();
    }
}
