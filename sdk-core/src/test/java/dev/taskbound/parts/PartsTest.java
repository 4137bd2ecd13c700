/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Issue 2, "Real parts in tests". */
class PartsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void aPartThatWorksIsStartedOnceAndLetsTestsRun() {
        Working.starts.set(0);
        Parts parts = parts("all");
        assertThat(parts.ask(only(Working.class), "FirstTest").isDisabled()).isFalse();
        assertThat(parts.ask(only(Working.class), "SecondTest").isDisabled()).isFalse();
        assertThat(Working.starts).hasValue(1);
        assertThat(summary(parts)).containsExactly("Real parts of this test run:", "  working      works");
    }

    @Test
    void aMissingPartSkipsWithOneLineThatSaysWhatToInstall() {
        var result = parts("").ask(only(Missing.class), "SomeTest");
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValue("missing is missing: install something (java.io.IOException: not here)");
    }

    @Test
    void aMissingPartThatIsRequiredFailsByNameAndByAll() {
        for (String required : new String[] {"missing", "other, missing", "all"}) {
            assertThatExceptionOfType(JUnitException.class)
                    .as(required)
                    .isThrownBy(() -> parts(required).ask(only(Missing.class), "SomeTest"))
                    .withMessageContaining("install something");
        }
        assertThat(parts("other").ask(only(Missing.class), "SomeTest").isDisabled())
                .isTrue();
    }

    @Test
    void theSummaryNamesWhatDidNotRunAndWhatNobodyAskedFor() {
        Parts parts = parts("wroking");
        parts.ask(only(Missing.class), "OneTest");
        parts.ask(only(Missing.class), "AnotherTest");
        assertThat(summary(parts))
                .containsExactly(
                        "Real parts of this test run:",
                        "  missing      MISSING, not run: AnotherTest, OneTest: install something",
                        "  wroking      required, but no test of this run needs it");
    }

    @Test
    void aWholeRunSkipsOrFailsAndTheBodyNeverRuns() {
        assertThat(run("")).isEqualTo("skipped: missing is missing: install something (java.io.IOException: not here)");
        assertThat(run("missing")).startsWith("FAILED: ").contains("required by -Dtaskbound.require");
    }

    private static String run(String required) {
        StringBuilder events = new StringBuilder();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(NeedsWhatIsMissing.class))
                .configurationParameter(PartCondition.REQUIRE, required)
                .build();
        PrintStream before = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create(LauncherConfig.builder()
                            .enableLauncherSessionListenerAutoRegistration(false)
                            .enableTestExecutionListenerAutoRegistration(false)
                            .build())
                    .execute(request, new Events(events));
        } finally {
            System.setOut(before);
        }
        return events.toString();
    }

    private record Events(StringBuilder text) implements TestExecutionListener {
        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            text.append("skipped: ").append(reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failure -> {
                text.append(result.getStatus()).append(": ").append(failure);
                for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                    text.append(' ').append(cause);
                }
            });
        }
    }

    private Parts parts(String required) {
        return new Parts(required, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private Iterable<String> summary(Parts parts) {
        parts.close();
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Part>[] only(Class<? extends Part> type) {
        return new Class[] {type};
    }

    /** Run by the tests above alone. */
    @NeedsPart(Missing.class)
    static class NeedsWhatIsMissing {
        @Test
        void neverRuns() {
            throw new AssertionError("ran without its part");
        }
    }

    static final class Working implements Part {
        static final AtomicInteger starts = new AtomicInteger();

        @Override
        public String name() {
            return "working";
        }

        @Override
        public String install() {
            return "nothing";
        }

        @Override
        public void probe() {
            starts.incrementAndGet();
        }
    }

    static final class Missing implements Part {
        @Override
        public String name() {
            return "missing";
        }

        @Override
        public String install() {
            return "install something";
        }

        @Override
        public void probe() throws IOException {
            throw new IOException("not here");
        }
    }
}
