/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.internal.json.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of cases, {@code *.test.yaml}.
 *
 * @param file the file itself
 * @param policy the policy that the cases are about
 */
public record PolicyTestFile(Path file, Path policy, List<PolicyTestCase> cases) {
    private static final String DIGEST_PREFIX = "taskbound-policy-tests-v1\0";
    private static final String ENDING = ".test.yaml";
    private static final long MOST_BYTES = 1024 * 1024;

    public PolicyTestFile {
        cases = List.copyOf(cases);
    }

    /** @throws PolicyTestException with every mistake, or naming the file if it cannot be read */
    public static PolicyTestFile read(Path file) {
        Mistakes mistakes = new Mistakes(file.toString());
        return CaseReader.read(file, text(file, mistakes), mistakes);
    }

    /**
     * The files of cases at a path: the file itself, or every {@code *.test.yaml} below a directory, in the order of their
     * names.
     *
     * @throws PolicyTestException if there is none
     */
    public static List<Path> find(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> found = below.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new PolicyTestException(List.of(path + ": found no file that ends with " + ENDING));
            }
            return found;
        } catch (IOException e) {
            throw new PolicyTestException(List.of(path + ": cannot be read"));
        }
    }

    /**
     * {@code sha-256:} and the hash of what the cases of one intent say, whatever their layout: what a review of the intent
     * pins. Cases of several files of one policy are given together.
     */
    public static String digest(String intent, List<PolicyTestFile> files) {
        Map<String, @Nullable Object> pinned = new LinkedHashMap<>();
        pinned.put("intent", intent);
        pinned.put(
                "cases",
                files.stream()
                        .flatMap(file -> file.cases().stream())
                        .filter(each -> each.task().intent().equals(intent))
                        .map(PolicyTestCase::document)
                        .toList());
        return Digests.sha256(DIGEST_PREFIX, pinned);
    }

    private static String text(Path file, Mistakes mistakes) {
        try {
            if (!Files.isRegularFile(file)) {
                throw mistakes.stop(1, "found no such file, expected cases of a policy");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw mistakes.stop(1, "found more than 1 MiB, expected a smaller file");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw mistakes.stop(1, "cannot be read as UTF-8");
        }
    }
}
