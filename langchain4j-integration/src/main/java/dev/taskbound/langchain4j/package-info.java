/**
 * Takes every tool call of LangChain4j through the guard: by itself where this module is on the class path, and through
 * {@link dev.taskbound.langchain4j.TaskboundTools}, {@link dev.taskbound.langchain4j.TaskboundMcp} and
 * {@link dev.taskbound.langchain4j.TaskboundAgents} where it cannot. {@code docs/langchain4j.md} lists the paths.
 */
@NullMarked
package dev.taskbound.langchain4j;

import org.jspecify.annotations.NullMarked;
