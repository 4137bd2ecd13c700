/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.approval.Ask;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.Digests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls as the page shows them: what came from outside made printable and cut, similar ones together. */
final class InboxView {
    static final int MOST_CALLS = 100;
    private static final String GROUP = "taskbound-inbox-group-v1\0";
    private static final int LONGEST_TEXT = 600;
    private static final int LONGEST_NAME = 200;

    private InboxView() {}

    /** Similar calls, the same tool held by the same rules for the same groups, in the order of the first of each. */
    static List<Map<String, @Nullable Object>> groups(List<HeldCall> calls) {
        Map<String, List<Map<String, @Nullable Object>>> grouped = new LinkedHashMap<>();
        Map<String, String> tools = new LinkedHashMap<>();
        for (HeldCall held : calls.subList(0, Math.min(calls.size(), MOST_CALLS))) {
            String key = key(held);
            tools.putIfAbsent(key, name(held.tool().key()));
            grouped.computeIfAbsent(key, none -> new ArrayList<>()).add(call(held));
        }
        List<Map<String, @Nullable Object>> groups = new ArrayList<>();
        grouped.forEach((key, each) -> {
            Map<String, @Nullable Object> group = new TreeMap<>();
            group.put("key", key);
            group.put("tool", tools.get(key));
            group.put("calls", each);
            groups.add(group);
        });
        return groups;
    }

    private static String key(HeldCall held) {
        List<List<String>> asks =
                held.asks().stream().map(ask -> List.of(ask.by(), ask.rule())).toList();
        return Digests.sha256(GROUP, Map.of("tool", held.tool().key(), "asks", asks));
    }

    private static Map<String, @Nullable Object> call(HeldCall held) {
        ArgumentsView arguments = ArgumentsView.of(held);
        String destination = held.tool().destination();
        String purpose = held.purpose();
        Map<String, @Nullable Object> call = new TreeMap<>();
        call.put("id", held.id());
        call.put("digest", held.callDigest());
        call.put("text", PlainText.printable(held.text(), LONGEST_TEXT));
        call.put("subject", held.task().subject().map(InboxView::name).orElse(null));
        call.put("tenant", name(held.task().tenant()));
        call.put("intent", name(held.task().intent()));
        call.put("agent", name(held.task().agent()));
        call.put("action", held.tool().action().name().toLowerCase(Locale.ROOT));
        call.put("destination", destination == null ? null : name(destination));
        call.put("purpose", purpose == null ? null : PlainText.printable(purpose, LONGEST_TEXT));
        call.put("labels", held.labels().stream().sorted().map(InboxView::name).toList());
        call.put("asks", held.asks().stream().map(InboxView::ask).toList());
        call.put("remember", held.asks().stream().filter(Ask::isOpen).allMatch(Ask::rememberable));
        // Of the tool, not of this call: one that leaves such an argument out is remembered without it.
        call.put(
                "unchanged", held.tool().control().stream().map(InboxView::name).toList());
        call.put("expiresAt", held.expiresAt().toEpochMilli());
        call.put("arguments", arguments.shown());
        call.put("warnings", arguments.warnings());
        return call;
    }

    private static Map<String, @Nullable Object> ask(Ask ask) {
        Map<String, @Nullable Object> shown = new TreeMap<>();
        shown.put("by", name(ask.by()));
        shown.put("principal", ask.isOfPrincipal());
        shown.put("rule", name(ask.rule()));
        shown.put("decided", !ask.isOpen());
        return shown;
    }

    static String name(String name) {
        return PlainText.printable(name, LONGEST_NAME);
    }
}
