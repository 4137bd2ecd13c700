/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

/**
 * Why a call, or the opening of a task, was refused. The names are stable: they stand in spans, metrics, audit records
 * and in what the model is told, and are never renamed or reused.
 */
public enum ReasonCode {
    NO_TASK("This tool can only be used within a task, and there is none."),
    TASK_CLOSED("The task is over; no more tools can be used for it."),
    UNKNOWN_INTENT("The purpose declared for this task is not known."),
    INTENT_NOT_ALLOWED("A task with this purpose cannot be opened here."),
    UNKNOWN_TOOL("There is no such tool."),
    TOOL_CHANGED("This tool is not the one that was registered under its name; it cannot be used."),
    NOT_ALLOWED("This tool is not part of what the task may do."),
    DENIED_BY_RULE("What this call would do is forbidden."),
    CONDITION_FALSE(Texts.VALUES),
    CONDITION_ERROR(Texts.VALUES),
    BAD_ARGUMENTS("The arguments are not valid for this tool."),
    UNKNOWN_ORIGIN(Texts.VALUES),
    CONFIDENTIAL_FLOW(Texts.VALUES),
    DESTINATION_NOT_ALLOWED("The tool tried to reach a system that it is not made for."),
    BUDGET_EXCEEDED("The task has used up what it may do with this tool."),
    RATE_LIMITED("Too many calls in a short time; try again later."),
    DUPLICATE_CALL("This exact call was already made."),
    DEPTH_EXCEEDED("Tasks are nested too deeply."),
    DEADLINE_EXCEEDED("The time for this call is over."),
    CANCELLED("The call was cancelled."),
    REVOKED("Access was withdrawn."),
    APPROVAL_DENIED("A person looked at this call and declined it. Do not try it again."),
    APPROVAL_PENDING("This call waits for a person's decision."),
    APPROVAL_EXPIRED("Nobody decided about this call in time."),
    APPROVAL_UNAVAILABLE("This call needs a person's decision, and nobody can be asked right now."),
    CREDENTIAL_UNAVAILABLE(Texts.ACCESS),
    CREDENTIAL_TOO_BROAD(Texts.ACCESS),
    CREDENTIAL_REJECTED(Texts.ACCESS),
    POLICY_UNAVAILABLE(Texts.UNAVAILABLE),
    AUDIT_UNAVAILABLE(Texts.UNAVAILABLE),
    STATE_UNAVAILABLE(Texts.UNAVAILABLE),
    INTERNAL_ERROR(Texts.UNAVAILABLE);

    private final String text;

    ReasonCode(String text) {
        this.text = text;
    }

    /**
     * A sentence that is safe to show to the model. Condition, origin and flow share one text, so that a model that
     * probes learns nothing about the policy from it.
     */
    public String text() {
        return text;
    }

    private static final class Texts {
        static final String VALUES = "This task may not use the tool with these values.";
        static final String ACCESS = "Access to the system behind this tool could not be obtained.";
        static final String UNAVAILABLE = "The call could not be checked, so it was not made.";
    }
}
