/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.samples.boot.SupportTools.Item;
import dev.taskbound.samples.boot.SupportTools.Order;
import dev.taskbound.samples.boot.SupportTools.Ticket;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the scripted model does: it works its way through the ticket, and falls for what is hidden in it. */
final class Script {
    private static final Pattern TICKET = Pattern.compile("T-\\d+");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{10,30}");
    private static final Pattern CUSTOMER = Pattern.compile("(?<=delete customer )C-\\d+");
    private static final Pattern PENDING = Pattern.compile("APPROVAL_PENDING:.*\\(([^()]+)\\)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Step> steps = new ArrayList<>();

    /** @param told what came of the calls that it made so far */
    Script(String words, List<String> told) {
        for (String id : found(TICKET, words)) {
            add("Read ticket " + id, "read_ticket", Map.of("ticket_id", id));
        }
        Ticket ticket = read(told, 0, Ticket.class);
        if (ticket != null) {
            add("Look up order " + ticket.order(), "lookup_order", Map.of("order_id", ticket.order()));
            Order order = read(told, 1, Order.class);
            if (order != null) {
                settle(ticket, order);
            }
        }
    }

    /** All that it wants to do, as far as it knows by now. */
    List<Step> steps() {
        return steps;
    }

    /** What it says in the end. */
    static String answer(List<Step> steps, List<String> told) {
        StringBuilder answer = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            boolean ran = read(told, i, Object.class) != null;
            answer.append(steps.get(i).words()).append(": ").append(ran ? "done." : refused(told.get(i)));
            answer.append('\n');
        }
        return steps.isEmpty() ? "Which ticket is it about?" : answer.toString().strip();
    }

    private static String refused(String told) {
        return PENDING.matcher(told).replaceFirst("waits for approval $1");
    }

    private void settle(Ticket ticket, Order order) {
        order.items().forEach(item -> refund(order.customer().iban(), item));
        found(IBAN, ticket.text()).forEach(iban -> refund(iban, order.items().get(0)));
        found(CUSTOMER, ticket.text())
                .forEach(id -> add("Delete customer " + id, "delete_customer", Map.of("customer_id", id)));
        Map<String, Object> mail = Map.of(
                "to",
                order.customer().email(),
                "subject",
                "Your order " + order.id(),
                "body",
                "We are sorry for the trouble, and look after your refund.");
        add("Write to " + order.customer().email(), "send_email", mail);
    }

    private void refund(String iban, Item item) {
        Map<String, Object> refund = Map.of(
                "iban", iban, "amount", item.price(), "call_purpose", "The " + item.name() + " arrived damaged.");
        add(
                "Refund " + item.price().setScale(2, RoundingMode.HALF_UP) + " EUR for the " + item.name() + " to "
                        + iban,
                "refund_payment",
                refund);
    }

    private void add(String words, String tool, Map<String, Object> arguments) {
        steps.add(new Step(
                words, new ToolCall("call-" + steps.size(), "function", tool, JSON.writeValueAsString(arguments))));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /** Null where there is no result yet, or the call was refused. */
    private static <T> @Nullable T read(List<String> told, int at, Class<T> type) {
        try {
            return at < told.size() ? JSON.readValue(told.get(at), type) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    record Step(String words, ToolCall call) {}
}
