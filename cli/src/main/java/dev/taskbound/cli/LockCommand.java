/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.lock.LockReview;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolList;
import dev.taskbound.policytest.CaseResult;
import dev.taskbound.policytest.PolicyTestFile;
import dev.taskbound.policytest.PolicyTestRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lock}: 0 if the lock file says what is there, or was written to; 1 if something has to be reviewed. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = {
            "Says what changed since it was reviewed: tools, by their own descriptions, and intents.",
            "With --write the lock file then says that it was reviewed; until then, what changed is denied.",
            ""
        })
final class LockCommand implements Callable<Integer> {
    @Parameters(paramLabel = "POLICY", description = "the policy")
    private @Nullable Path file;

    @Option(names = "--lock", paramLabel = "FILE", description = "the lock file; taskbound.lock beside the policy")
    private @Nullable Path lockFile;

    @Option(
            names = "--tools",
            paramLabel = "[SOURCE=]FILE",
            description = "descriptions of tools as MCP's tools/list answers them; may be given more than once")
    private List<String> tools = List.of();

    @Option(
            names = "--model",
            paramLabel = "AGENT=MODEL",
            description = "a model that an agent may use; may be given more than once")
    private List<String> models = List.of();

    @Option(names = "--prompt", paramLabel = "AGENT=FILE", description = "an agent's system prompt")
    private List<String> prompts = List.of();

    @Option(names = "--tests", paramLabel = "CASES", description = "cases that have to pass before an intent is pinned")
    private List<Path> tests = List.of();

    @Option(names = "--reviewer", paramLabel = "NAME", description = "who has reviewed the intents that changed")
    private @Nullable String reviewer;

    @Option(names = "--write", description = "write the lock file")
    private boolean write;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        Path policyFile = Objects.requireNonNull(file);
        Path lock = lockFile == null ? policyFile.resolveSibling("taskbound.lock") : lockFile;
        Policy policy = Policy.load(policyFile);
        PolicyLock before = Files.exists(lock) ? PolicyLock.load(lock) : PolicyLock.of(policy);
        LockReview review = new LockReview(policy, before);
        if (!tools.isEmpty()) {
            review.tools(described());
        }
        LockedAgents agents = new LockedAgents(policy, models, prompts);
        agents.pins().forEach((agent, pin) -> review.agent(agent, pin));
        review.unpinned(Documents.keys(policy, "tools"));
        review.intents(reviewer, tested(policy), LocalDate.now(ZoneOffset.UTC));
        policy.locked(review.lock());
        return written(lock, review);
    }

    private int written(Path lock, LockReview review) throws IOException {
        boolean isNew = write && (!review.changes().isEmpty() || !Files.exists(lock));
        if (isNew) {
            Files.writeString(lock, review.lock().text());
        }
        boolean isFine = review.notes().isEmpty() && (write || review.changes().isEmpty());
        if (output.isJson()) {
            output.json(Map.of("ok", isFine, "changes", review.changes(), "notes", review.notes(), "written", isNew));
        } else {
            review.changes().forEach(change -> output.line((write ? "  " : "! ") + Text.printable(change)));
            review.notes().forEach(note -> output.line("! " + Text.printable(note)));
            output.line(lock + ": " + (isNew ? "written" : isFine ? "up to date" : "not written"));
        }
        return isFine ? 0 : 1;
    }

    private List<ToolDescriptor> described() throws IOException {
        List<ToolDescriptor> described = new ArrayList<>();
        for (String option : tools) {
            int equals = option.indexOf('=');
            Path from = Path.of(option.substring(equals + 1));
            try {
                described.addAll(ToolList.parse(Files.readString(from), option.substring(0, Math.max(0, equals))));
            } catch (IllegalArgumentException e) {
                throw new BadInputException(from + ": " + e.getMessage());
            }
        }
        return described;
    }

    /** The digest of each intent's cases, null where one failed. */
    private Map<String, @Nullable String> tested(Policy policy) {
        List<PolicyTestFile> files = tests.stream()
                .flatMap(path -> PolicyTestFile.find(path).stream())
                .map(PolicyTestFile::read)
                .toList();
        Map<String, @Nullable String> digests = new HashMap<>();
        for (PolicyTestFile cases : files) {
            PolicyTestRunner runner = new PolicyTestRunner(policy, cases);
            for (CaseResult result : cases.cases().stream().map(runner::run).toList()) {
                String intent = result.testCase().task().intent();
                if (!result.passed()) {
                    digests.put(intent, null);
                } else if (!digests.containsKey(intent)) {
                    digests.put(intent, PolicyTestFile.digest(intent, files));
                }
            }
        }
        return digests;
    }
}
