/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The JUnit entry as users use it: each case a test. */
class DeskPolicyTest {
    @TestFactory
    Stream<DynamicNode> policy() throws URISyntaxException {
        return PolicyTests.in(directory());
    }

    static Path directory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DeskPolicyTest.class.getResource("desk.test.yaml"))
                        .toURI())
                .getParent();
    }
}
