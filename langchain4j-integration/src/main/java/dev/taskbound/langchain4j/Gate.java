/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.Tool;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a call of LangChain4j passes the guard. A refusal comes out as an error result with a text that is
 * safe for the model, and never as an exception that some handler could turn into something else.
 */
final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private Gate() {}

    /**
     * @param name of the tool, for the log
     * @param call made inside, so that a call that cannot even be described is denied
     * @param body runs the tool with the canonical arguments
     * @throws RuntimeException only what the body itself threw
     */
    static ToolExecutionResult pass(
            @Nullable TaskScope task,
            String name,
            Supplier<ToolCall> call,
            Function<String, ToolExecutionResult> body) {
        if (task == null) {
            return Failures.denied(noTask(name));
        }
        Body tool = new Body(body);
        try {
            return task.call(call.get(), tool);
        } catch (ErrorResult e) {
            return e.result;
        } catch (RuntimeException e) {
            ToolCallDeniedException denial = denialIn(e);
            if (denial != null) {
                return Failures.denied(denial);
            }
            if (tool.threw(e)) {
                throw e;
            }
            log.error(
                    "a tool call was denied because the guard failed with {}",
                    e.getClass().getName());
            return Failures.denied(new ToolCallDeniedException(ReasonCode.INTERNAL_ERROR));
        }
    }

    /** A tool as the guard sees it. */
    static Tool<ToolExecutionResult, RuntimeException> body(Function<String, ToolExecutionResult> body) {
        return new Body(body);
    }

    /** There is no guard to record this denial: it is logged. */
    static ToolCallDeniedException noTask(String name) {
        log.warn(
                "tool {} was denied: no task. Open one with ToolGuard.open and call the AI service under its"
                        + " makeCurrent(), or pass TaskboundParameters.of(task)",
                name);
        return new ToolCallDeniedException(ReasonCode.NO_TASK);
    }

    /** The guard's refusal, also of something that the tool tried to do; LangChain4j wraps what a method throws. */
    private static @Nullable ToolCallDeniedException denialIn(RuntimeException e) {
        if (e instanceof ToolCallDeniedException denial) {
            return denial;
        }
        return e.getCause() instanceof ToolCallDeniedException denial ? denial : null;
    }

    /** The tool as the guard sees it; remembers what it threw, to tell that from a failure of the guard. */
    private static final class Body implements Tool<ToolExecutionResult, RuntimeException> {
        private final Function<String, ToolExecutionResult> body;
        private volatile @Nullable RuntimeException thrown;

        Body(Function<String, ToolExecutionResult> body) {
            this.body = body;
        }

        @Override
        public ToolExecutionResult run(CallContext call) {
            ToolExecutionResult result;
            try {
                result = body.apply(call.arguments());
                // The text may be made late, from an object of the tool: it is made while the call still lasts.
                result.resultContents();
            } catch (RuntimeException e) {
                thrown = e;
                throw e;
            }
            if (result.isError()) {
                throw new ErrorResult(result);
            }
            return result;
        }

        @Override
        public Optional<String> text(ToolExecutionResult result) {
            List<Content> contents = result.resultContents();
            return contents.size() == 1 && contents.get(0) instanceof TextContent text
                    ? Optional.of(text.text())
                    : Optional.empty();
        }

        @SuppressWarnings("ReferenceEquality") // this very exception
        boolean threw(RuntimeException e) {
            return thrown == e;
        }
    }

    /** An error that the tool reports as its result: the audit log then says that it failed. */
    private static final class ErrorResult extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ToolExecutionResult result;

        ErrorResult(ToolExecutionResult result) {
            super("the tool reported an error", null, false, false);
            this.result = result;
        }
    }
}
