/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.taskbound.policytest.PolicyTests;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The cases of the sample's policy, each a test. */
class SupportDeskPolicyTest {
    @TestFactory
    Stream<DynamicNode> policy() {
        return PolicyTests.in(Path.of("src/main/resources"));
    }
}
