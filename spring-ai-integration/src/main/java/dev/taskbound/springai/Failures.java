/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.execution.ToolExecutionException;

/** What the model is told of a tool that threw: never the exception's own text, which may hold anything. */
final class Failures {
    static final String TEXT = "The tool failed. It is not known whether it had an effect.";

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** There is no guard to record this denial: it is logged. */
    static ToolCallDeniedException noTask(String tool) {
        log.warn(
                "tool {} was denied: no task. Open one where the work begins and make it current, or hand it over with"
                        + " .advisors(a -> a.param(TaskboundAdvisor.TASK, task))",
                tool);
        return new ToolCallDeniedException(ReasonCode.NO_TASK);
    }

    static ToolCallDeniedException internal(String tool, RuntimeException failure) {
        log.error(
                "a call of tool {} was denied because the guard failed with {}",
                tool,
                failure.getClass().getName());
        return new ToolCallDeniedException(ReasonCode.INTERNAL_ERROR);
    }

    /** In place of an exception whose message Spring AI gives to the model. */
    static ToolExecutionException hide(ToolExecutionException thrown) {
        String tool = thrown.getToolDefinition().name();
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        log.warn(
                "tool {} failed with {}; the model is not told why. A ToolExecutionExceptionProcessor that looks at the"
                        + " cause can say more",
                tool,
                cause.getClass().getName());
        log.debug("what tool {} failed with", tool, cause);
        return new HiddenToolException(thrown, cause);
    }

    /** Its message is fixed; the cause is the tool's, so that Spring AI's rules about which to rethrow still hold. */
    static final class HiddenToolException extends ToolExecutionException {
        private static final long serialVersionUID = 1L;

        HiddenToolException(ToolExecutionException thrown, Throwable cause) {
            super(thrown.getToolDefinition(), cause);
        }

        @Override
        public String getMessage() {
            return TEXT;
        }
    }
}
