/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.service.AiServiceContext;
import dev.taskbound.guard.StartupCheck;
import java.security.CodeSource;

/**
 * Asked when a {@link dev.taskbound.guard.ToolGuard} is built: fails if AI services made in this process would not be
 * guarded, because another library's factory was found first or a version of LangChain4j no longer asks ours. The jar
 * with classifier {@code explicit} has neither the automatic guard nor this check.
 */
public final class AutomaticGuardCheck implements StartupCheck {

    @Override
    public void check() {
        if (!isPresent("dev.langchain4j.service.AiServiceContext")) {
            return;
        }
        Object inForce = toolService();
        if (!(inForce instanceof GuardedToolService)) {
            throw new IllegalStateException(
                    notInForce("tools of AI services are run by " + origin(inForce.getClass())));
        }
    }

    private static Object toolService() {
        try {
            return AiServiceContext.create(Probe.class).toolService;
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    notInForce("LangChain4j could not make an AI service: "
                            + e.getClass().getName()),
                    e);
        }
    }

    static String notInForce(String why) {
        return "the automatic guard of LangChain4j is not in force: " + why
                + ". Remove the other AiServiceContextFactory or put taskbound-langchain4j before it on the class path; or"
                + " take taskbound-langchain4j with classifier 'explicit' and wrap tools with TaskboundTools, TaskboundMcp"
                + " and TaskboundAgents";
    }

    static String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? type.getName() : type.getName() + " from " + source.getLocation();
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, AutomaticGuardCheck.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private interface Probe {}
}
