/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import java.util.List;
import org.springframework.stereotype.Component;

/** The open tickets, and the order of each: the ticket system's word, not that of a customer or a model. */
@Component
class Tickets {
    private static final List<Ticket> OPEN = List.of(
            new Ticket("T-1042", "4711", "Maya: lamp and shelf damaged"),
            new Ticket("T-1043", "4712", "Noor: chair with a broken armrest"));

    List<Ticket> open() {
        return OPEN;
    }

    /** @throws IllegalArgumentException if there is no such ticket */
    Ticket get(String id) {
        return OPEN.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such ticket"));
    }

    record Ticket(String id, String order, String title) {}
}
