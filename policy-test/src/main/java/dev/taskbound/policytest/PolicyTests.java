/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Cases as JUnit 5 tests, one for each, named by their sentences:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> policy() {
 *     return PolicyTests.in(Path.of("src/main/resources"));
 * }
 * }</pre>
 */
public final class PolicyTests {
    private PolicyTests() {}

    /**
     * One container for each file of cases: the file itself, or every {@code *.test.yaml} below a directory.
     *
     * @throws PolicyTestException if there is no such file, or one has mistakes
     * @throws dev.taskbound.policy.PolicyException if a policy has mistakes
     */
    public static Stream<DynamicNode> in(Path path) {
        return PolicyTestFile.find(path).stream().map(PolicyTests::container);
    }

    private static DynamicNode container(Path path) {
        PolicyTestFile file = PolicyTestFile.read(path);
        PolicyTestRunner runner = new PolicyTestRunner(Policy.load(file.policy()), file);
        Stream<DynamicTest> tests = file.cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), source(path, each), () -> check(runner.run(each))));
        return DynamicContainer.dynamicContainer(String.valueOf(path.getFileName()), path.toUri(), tests);
    }

    private static URI source(Path path, PolicyTestCase testCase) {
        return URI.create(path.toUri() + "?line=" + testCase.line());
    }

    private static void check(CaseResult result) {
        List<String> failures = result.failures();
        if (!failures.isEmpty()) {
            AssertionFailureBuilder.assertionFailure()
                    .message(String.join("\n", failures))
                    .includeValuesInMessage(false)
                    .buildAndThrow();
        }
    }
}
