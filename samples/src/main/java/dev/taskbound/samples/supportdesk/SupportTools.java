/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.samples.supportdesk.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The agent's tools: HTTP clients without any access of their own. What they may send is decided call by call. */
final class SupportTools {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Call.Factory http = GuardedHttp.wrap(new OkHttpClient());
    private final Services services;

    SupportTools(Services services) {
        this.services = services;
    }

    @Tool(name = "read_ticket", value = "What a customer wrote")
    String readTicket(@P(name = "ticket_id", value = "such as T-1042") String ticketId) {
        return send(get(services.orders(), "tickets", ticketId).build());
    }

    @Tool(name = "lookup_order", value = "An order: customer, bank account, items and prices in EUR")
    String lookupOrder(@P(name = "order_id", value = "such as 4711") String orderId) {
        return send(get(services.orders(), "orders", orderId).build());
    }

    @Tool(name = "refund_payment", value = "Pays money back")
    String refundPayment(
            @P(name = "iban", value = "to whom") String iban, @P(name = "amount", value = "EUR") BigDecimal amount) {
        ObjectNode refund = JSON.createObjectNode().put("iban", iban).put("amount", amount);
        return send(post(services.payments(), "refunds", refund));
    }

    @Tool(name = "send_email", value = "Writes to a customer")
    String sendEmail(
            @P(name = "to", value = "address") String to,
            @P(name = "subject", value = "one line") String subject,
            @P(name = "body", value = "plain text") String body) {
        ObjectNode message =
                JSON.createObjectNode().put("to", to).put("subject", subject).put("body", body);
        return send(post(services.mail(), "messages", message));
    }

    @Tool(name = "delete_customer", value = "Deletes a customer and all data about them")
    String deleteCustomer(@P(name = "customer_id", value = "such as C-1") String customerId) {
        return send(get(services.orders(), "customers", customerId).delete().build());
    }

    private static Request.Builder get(String host, String collection, String id) {
        // A segment is encoded: an id from the model cannot become another path.
        HttpUrl url = url(host).addPathSegment(collection).addPathSegment(id).build();
        return new Request.Builder().url(url);
    }

    private static Request post(String host, String collection, ObjectNode body) {
        RequestBody json = RequestBody.create(body.toString(), MediaType.get("application/json"));
        HttpUrl url = url(host).addPathSegment(collection).build();
        return new Request.Builder().url(url).post(json).build();
    }

    private static HttpUrl.Builder url(String host) {
        return HttpUrl.get("http://" + host).newBuilder();
    }

    private String send(Request request) {
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException("HTTP " + response.code());
            }
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
