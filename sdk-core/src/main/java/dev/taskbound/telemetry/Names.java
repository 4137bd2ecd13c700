/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Every name that Taskbound puts on spans and metrics. {@code gen_ai.*} is copied from the OpenTelemetry GenAI conventions
 * (development status), {@code error.type}, {@code http.*}, {@code server.*} and {@code url.*} from the stable ones; {@code taskbound.*} is our own, because nothing is agreed for
 * tasks and authorisation.
 */
public final class Names {
    public static final String SCOPE = "dev.taskbound";
    public static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.37.0";

    public static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");
    public static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");
    public static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    public static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");
    public static final AttributeKey<String> TOOL_CALL_ID = AttributeKey.stringKey("gen_ai.tool.call.id");
    public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    public static final AttributeKey<String> HTTP_METHOD = AttributeKey.stringKey("http.request.method");
    public static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    public static final AttributeKey<String> URL_FULL = AttributeKey.stringKey("url.full");

    public static final AttributeKey<String> TASK_ID = AttributeKey.stringKey("taskbound.task.id");
    public static final AttributeKey<String> TASK_PARENT = AttributeKey.stringKey("taskbound.task.parent");
    public static final AttributeKey<String> TASK_OUTCOME = AttributeKey.stringKey("taskbound.task.outcome");
    public static final AttributeKey<Long> TASK_CALLS = AttributeKey.longKey("taskbound.task.calls");
    public static final AttributeKey<Long> TASK_DENIALS = AttributeKey.longKey("taskbound.task.denials");
    public static final AttributeKey<String> INTENT = AttributeKey.stringKey("taskbound.intent");
    public static final AttributeKey<String> TENANT = AttributeKey.stringKey("taskbound.tenant");
    public static final AttributeKey<String> PRINCIPAL = AttributeKey.stringKey("taskbound.principal");
    public static final AttributeKey<String> DECISION_OUTCOME = AttributeKey.stringKey("taskbound.decision.outcome");
    public static final AttributeKey<String> EVENT_OUTCOME = AttributeKey.stringKey("taskbound.event.outcome");
    public static final AttributeKey<String> DECISION_REASON = AttributeKey.stringKey("taskbound.decision.reason");
    public static final AttributeKey<Boolean> OBSERVED = AttributeKey.booleanKey("taskbound.decision.observed");
    public static final AttributeKey<String> POLICY_NAME = AttributeKey.stringKey("taskbound.policy.name");
    public static final AttributeKey<String> POLICY_VERSION = AttributeKey.stringKey("taskbound.policy.version");
    public static final AttributeKey<String> POLICY_RULE = AttributeKey.stringKey("taskbound.policy.rule");
    public static final AttributeKey<String> TOOL_ACTION = AttributeKey.stringKey("taskbound.tool.action");
    public static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("taskbound.destination");
    public static final AttributeKey<String> CALL_DIGEST = AttributeKey.stringKey("taskbound.call.digest");
    public static final AttributeKey<String> CREDENTIAL_ID = AttributeKey.stringKey("taskbound.credential.id");
    public static final AttributeKey<String> CREDENTIAL_SOURCE = AttributeKey.stringKey("taskbound.credential.source");
    public static final AttributeKey<Boolean> CREDENTIAL_STATIC =
            AttributeKey.booleanKey("taskbound.credential.static");
    public static final AttributeKey<String> CREDENTIAL_HOW = AttributeKey.stringKey("taskbound.credential.how");
    public static final AttributeKey<String> CREDENTIAL_END = AttributeKey.stringKey("taskbound.credential.end");
    public static final AttributeKey<String> ISSUER = AttributeKey.stringKey("taskbound.issuer");
    public static final AttributeKey<String> CIRCUIT_STATE = AttributeKey.stringKey("taskbound.issuer.circuit.state");
    public static final AttributeKey<String> REQUEST_OUTCOME = AttributeKey.stringKey("taskbound.issuer.outcome");
    public static final AttributeKey<String> REQUEST_AGAIN = AttributeKey.stringKey("taskbound.issuer.again");
    public static final AttributeKey<Long> CREDENTIAL_TTL = AttributeKey.longKey("taskbound.credential.ttl");
    public static final AttributeKey<String> CREDENTIAL_CONFIRMED =
            AttributeKey.stringKey("taskbound.credential.confirmed");
    public static final AttributeKey<String> APPROVAL_ID = AttributeKey.stringKey("taskbound.approval.id");
    public static final AttributeKey<String> APPROVAL_BY = AttributeKey.stringKey("taskbound.approval.by");
    public static final AttributeKey<String> REVOCATION_TARGET = AttributeKey.stringKey("taskbound.revocation.target");
    public static final AttributeKey<String> REVOCATION_OUTCOME =
            AttributeKey.stringKey("taskbound.revocation.outcome");
    public static final AttributeKey<Long> AUDIT_SEQ = AttributeKey.longKey("taskbound.audit.seq");
    public static final AttributeKey<Boolean> ORIGINS_FULL = AttributeKey.booleanKey("taskbound.origins.full");
    public static final AttributeKey<String> REFUSED_INSIDE = AttributeKey.stringKey("taskbound.tool.refused");

    /** Stands for the name of a tool that the policy does not know: a model's invention must not become a label. */
    public static final String UNKNOWN_TOOL = "unknown";

    private Names() {}
}
