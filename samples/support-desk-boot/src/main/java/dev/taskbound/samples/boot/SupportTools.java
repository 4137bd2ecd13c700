/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.samples.supportdesk.services.Services;
import dev.taskbound.springai.http.RestClientGuard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * The agent's tools: HTTP clients without any access of their own. What they may send is decided call by call. Arguments are
 * named as policy and services name them.
 */
@Component
class SupportTools {
    private final RestClient orders;
    private final RestClient payments;
    private final RestClient mail;

    SupportTools(Services services, RestClientGuard guard) {
        orders = client(services.orders(), guard);
        payments = client(services.payments(), guard);
        mail = client(services.mail(), guard);
    }

    private static RestClient client(String host, RestClientGuard guard) {
        return RestClient.builder().baseUrl("http://" + host).apply(guard).build();
    }

    @Tool(name = "read_ticket", description = "What a customer wrote")
    Ticket readTicket(@ToolParam(description = "such as T-1042") String ticket_id) {
        return found(orders.get().uri("/tickets/{id}", ticket_id).retrieve().body(Ticket.class));
    }

    @Tool(name = "lookup_order", description = "An order: customer, bank account, items and prices in EUR")
    Order lookupOrder(@ToolParam(description = "such as 4711") String order_id) {
        return found(orders.get().uri("/orders/{id}", order_id).retrieve().body(Order.class));
    }

    @Tool(name = "refund_payment", description = "Pays money back")
    Refund refundPayment(
            @ToolParam(description = "to whom") String iban, @ToolParam(description = "EUR") BigDecimal amount) {
        Map<String, Object> refund = Map.of("iban", iban, "amount", amount);
        return found(payments.post().uri("/refunds").body(refund).retrieve().body(Refund.class));
    }

    @Tool(name = "send_email", description = "Writes to a customer")
    Message sendEmail(
            @ToolParam(description = "address") String to,
            @ToolParam(description = "one line") String subject,
            @ToolParam(description = "plain text") String body) {
        Map<String, Object> message = Map.of("to", to, "subject", subject, "body", body);
        return found(mail.post().uri("/messages").body(message).retrieve().body(Message.class));
    }

    @Tool(name = "delete_customer", description = "Deletes a customer and all data about them")
    Customer deleteCustomer(@ToolParam(description = "such as C-1") String customer_id) {
        return found(
                orders.delete().uri("/customers/{id}", customer_id).retrieve().body(Customer.class));
    }

    private static <T> T found(@Nullable T answer) {
        return Objects.requireNonNull(answer, "an answer without a body");
    }

    record Ticket(String id, String order, String text) {}

    record Customer(String id, String email, String iban) {}

    record Item(String name, BigDecimal price) {}

    record Order(String id, Customer customer, List<Item> items) {}

    record Refund(String status, String iban, BigDecimal amount) {}

    record Message(String status, String to) {}
}
