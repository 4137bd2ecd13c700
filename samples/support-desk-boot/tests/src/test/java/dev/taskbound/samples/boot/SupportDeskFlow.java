/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.samples.supportdesk.services.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Issue 3, "Samples": ask, read, approve and see it run exactly once; deny, and see it not run. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "taskbound.audit.file=target/audit-${random.uuid}.jsonl")
@Timeout(90)
abstract class SupportDeskFlow {
    @Autowired
    private Services services;

    @LocalServerPort
    private int port;

    /** Each name is another person, with a session of their own. */
    abstract Person signedIn(String name, String base) throws Exception;

    /** Whoever has eyes looks at the page of whoever asked. */
    void look(String name) throws Exception {}

    private Person signedIn(String name) throws Exception {
        return signedIn(name, "http://localhost:" + port);
    }

    private long refunds() {
        return services.log().entries().stream()
                .filter(entry -> entry.isAccepted() && entry.request().equals("POST /refunds"))
                .count();
    }

    @Test
    void aSmallRefundIsPaidAndALargeOneOnceItIsApproved() throws Exception {
        long before = refunds();
        Person jo = signedIn("jo");
        jo.asksFor("T-1042");
        jo.sees("Refund 249.00 EUR for the oak shelf to DE89370400440532013000: waits for approval ");
        assertThat(refunds() - before).as("the lamp alone").isEqualTo(1);
        look("desk");
        signedIn("kim").decides("approve", "Refund 249 EUR to DE89370400440532013000");
        jo.sees("was approved and has run");
        assertThat(refunds() - before).isEqualTo(2);
        jo.sees("GB33BUKB20201555555555: UNKNOWN_ORIGIN");
        jo.sees("Delete customer C-7: NOT_ALLOWED");
    }

    @Test
    void aDeniedRefundIsNotPaid() throws Exception {
        long before = refunds();
        Person jo = signedIn("jo");
        jo.asksFor("T-1043");
        jo.sees("Refund 189.00 EUR for the office chair to NL91ABNA0417164300: waits for approval ");
        Person kim = signedIn("kim");
        kim.decides("deny", "Refund 189 EUR to NL91ABNA0417164300");
        jo.sees("was denied");
        look("desk-decided");
        assertThat(kim.hasNothingToDecide()).isTrue();
        assertThat(refunds() - before).isZero();
    }

    @Test
    void whoMayNotAskStartsNothingAndDecidesNothing() throws Exception {
        int before = services.log().entries().size();
        Person sam = signedIn("sam");
        sam.asksFor("T-1042");
        sam.sees("INTENT_NOT_ALLOWED");
        assertThat(sam.hasNothingToDecide()).isTrue();
        assertThat(services.log().entries()).hasSize(before);
    }
}
