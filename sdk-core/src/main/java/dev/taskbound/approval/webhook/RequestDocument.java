/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.Task;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.CallCode;
import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is sent to whoever decides: all that is needed to judge the call, and to say which one was judged. */
final class RequestDocument {
    static final String TYPE = "taskbound.approval.requested";
    private static final int LONGEST_PURPOSE = 2_000;
    private static final String EVENT = "taskbound-webhook-v1\0";

    private RequestDocument() {}

    /** The same for every attempt to ask this group about this call (Standard Webhooks, "Webhook metadata"). */
    static String eventId(ApprovalRequest request) {
        String digest = Digests.sha256(EVENT, Map.of("id", request.id(), "by", request.by()));
        return "ask_" + digest.substring(digest.indexOf(':') + 1);
    }

    /** @param controlOnly whether the values of other arguments stay here, where the tool declares control arguments */
    static byte[] of(ApprovalRequest request, boolean controlOnly, Instant now) {
        Map<String, @Nullable Object> data = new TreeMap<>();
        data.put("id", request.id());
        data.put("call_digest", request.callDigest());
        data.put("code", CallCode.of(request.callDigest()));
        data.put("tool_digest", request.toolDigest());
        data.put("policy_version", request.policyVersion());
        data.put("by", request.by());
        data.put("rule", request.rule());
        data.put("expires_at", request.expiresAt().toString());
        data.put("text", request.text());
        String purpose = request.purpose();
        data.put("purpose", purpose == null ? null : PlainText.printable(purpose, LONGEST_PURPOSE));
        data.put("task", task(request.task()));
        data.put("tool", tool(request));
        data.put("origins", request.origins());
        putArguments(data, request, controlOnly);
        return CanonicalJson.bytes(Map.of("type", TYPE, "timestamp", now.toString(), "data", data));
    }

    private static void putArguments(Map<String, @Nullable Object> data, ApprovalRequest request, boolean controlOnly) {
        List<String> control = request.tool().control();
        Map<String, @Nullable Object> sent = new TreeMap<>(request.arguments());
        if (controlOnly && !control.isEmpty()) {
            sent.keySet().retainAll(control);
        }
        data.put("arguments", sent);
        data.put(
                "withheld",
                request.arguments().keySet().stream()
                        .filter(name -> !sent.containsKey(name))
                        .sorted()
                        .toList());
    }

    private static Map<String, @Nullable Object> task(Task task) {
        Map<String, @Nullable Object> shown = new TreeMap<>();
        shown.put("id", task.id());
        shown.put("intent", task.intent());
        shown.put("agent", task.agent());
        shown.put("tenant", task.tenant());
        shown.put("principal", task.subject().orElse(null));
        return shown;
    }

    private static Map<String, @Nullable Object> tool(ApprovalRequest request) {
        Map<String, @Nullable Object> shown = new TreeMap<>();
        shown.put("name", request.tool().key());
        shown.put("action", request.tool().action().word());
        shown.put("destination", request.tool().destination());
        shown.put("control", request.tool().control());
        return shown;
    }
}
