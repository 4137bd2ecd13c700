/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.exposure.ExposureReport;
import dev.taskbound.policy.Policy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exposure}: 0, or 1 if the change since {@code --since} opens something and {@code --fail-on-widening} is given. */
@Command(
        name = "exposure",
        mixinStandardHelpOptions = true,
        description = {
            "Says for each intent the worst that a fully hijacked model could do under it:",
            "which writes it reaches, how often, up to which sums, which arguments are its choice,",
            "and where labelled data could flow.",
            ""
        })
final class ExposureCommand implements Callable<Integer> {
    @Parameters(paramLabel = "POLICY", description = "a policy file")
    private @Nullable Path file;

    @Option(names = "--since", paramLabel = "OLDER", description = "an older version: say first what the change opens")
    private @Nullable Path older;

    @Option(names = "--markdown", description = "as a comment for a pull request")
    private boolean markdown;

    @Option(names = "--fail-on-widening", description = "exit with 1 if the change since OLDER opens something")
    private boolean failOnWidening;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        ExposureReport report = new ExposureReport(
                Policy.load(Objects.requireNonNull(file)), older == null ? null : Policy.load(older));
        if (output.isJson()) {
            output.json(report.json());
        } else {
            (markdown ? report.markdown() : report.text()).forEach(output::line);
        }
        return failOnWidening && report.widens() ? 1 : 0;
    }
}
