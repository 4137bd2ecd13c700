/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.policy.PolicyException;
import dev.taskbound.policytest.PolicyTestException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** What a command could not do, in words; a stack trace only for what nobody foresaw. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        if (e instanceof PolicyException || e instanceof PolicyTestException || e instanceof BadInputException) {
            line.getErr().println(e.getMessage());
        } else if (e instanceof NoSuchFileException missing) {
            line.getErr().println(missing.getFile() + ": found no such file");
        } else if (e instanceof IOException) {
            line.getErr().println("cannot be read or written: " + e.getMessage());
        } else {
            line.getErr().println("taskbound failed; please report this:");
            e.printStackTrace(line.getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }
}
