/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

/** The metrics of a guard. Durations are in seconds. */
public enum Metric {
    DECISIONS("taskbound.decisions", "{decision}", "Calls decided, by outcome, reason, intent and tool"),
    TASKS_ACTIVE("taskbound.tasks.active", "{task}", "Tasks that are open"),
    DECISION_DURATION("taskbound.decision.duration", "s", "Time to decide about a call"),
    CREDENTIALS("taskbound.credentials", "{credential}", "Credentials that calls got, asked for or reused"),
    CREDENTIALS_ENDED(
            "taskbound.credentials.ended", "{credential}", "Tries to revoke a credential, by what came of them"),
    ISSUER_REQUESTS("taskbound.issuer.requests", "{request}", "Requests to an issuer, by what came of them"),
    ISSUER_CIRCUIT("taskbound.issuer.circuit", "{change}", "Changes between asking an issuer and leaving it alone"),
    ISSUER_WAIT_DURATION("taskbound.issuer.wait.duration", "s", "Time that a request to an issuer waited for its turn"),
    ORIGINS_FULL("taskbound.origins.full", "{task}", "Tasks that have seen more values than they can remember"),
    SECURITY_EVENTS("taskbound.security_events", "{event}", "Security events that came, by what came of them"),
    CREDENTIAL_REQUEST_DURATION("taskbound.credential.request.duration", "s", "Time to get a credential"),
    APPROVAL_WAIT_DURATION("taskbound.approval.wait.duration", "s", "Time spent waiting for a human"),
    REVOCATIONS(
            "taskbound.revocations", "{revocation}", "Uses of the kill switch, by what was stopped and the outcome"),
    REVOCATION_LAST_BYTE_DURATION(
            "taskbound.revocation.last_byte.duration", "s", "Time from a kill to when nothing could leave any more"),
    EXECUTE_TOOL_DURATION("gen_ai.execute_tool.duration", "s", "Time of a tool call, equal to its span");

    private final String label;
    private final String unit;
    private final String description;

    Metric(String label, String unit, String description) {
        this.label = label;
        this.unit = unit;
        this.description = description;
    }

    /** Its name as in OpenTelemetry. */
    public String label() {
        return label;
    }

    /** As in UCUM. */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    boolean isDuration() {
        return unit.equals("s");
    }
}
