/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.service.tool.ToolErrorContext;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.taskbound.ToolCallDeniedException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the model is told of a tool that threw: never the exception's own text, which may hold anything. */
final class Failures {
    static final String TEXT = "The tool failed. It is not known whether it had an effect.";

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** In place of LangChain4j's default handler, which gives the exception's message to the model. */
    static ToolErrorHandlerResult hide(Throwable error, ToolErrorContext context) {
        log.warn(
                "tool {} failed with {}; the model is not told why. AiServices.toolExecutionErrorHandler(...) can say more",
                context.toolExecutionRequest().name(),
                error.getClass().getName());
        log.debug("what tool {} failed with", context.toolExecutionRequest().name(), error);
        return ToolErrorHandlerResult.text(TEXT);
    }

    static ToolExecutionResult error(String text) {
        return ToolExecutionResult.builder().isError(true).resultText(text).build();
    }

    /** The reason's code and text, both stable and made for the model. */
    static ToolExecutionResult denied(ToolCallDeniedException refusal) {
        return error(String.valueOf(refusal.getMessage()));
    }

    /**
     * For tools wrapped by hand.
     *
     * @throws ToolFailedException in place of what the tool threw; about its arguments, what it threw: LangChain4j gives
     *     that to the application unless the application itself said otherwise
     */
    static ToolExecutionResult hidden(Supplier<ToolExecutionResult> call) {
        try {
            return call.get();
        } catch (ToolArgumentsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ToolFailedException(e);
        }
    }

    /**
     * Stands for a tool's exception where LangChain4j's own default handler may be in force, which would give the message
     * to the model. The exception itself is the suppressed one: a handler of the application can still look at it.
     */
    static final class ToolFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ToolFailedException(RuntimeException original) {
            super(TEXT);
            addSuppressed(original);
        }
    }
}
