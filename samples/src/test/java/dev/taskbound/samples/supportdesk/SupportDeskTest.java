/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.AuditVerifier;
import dev.taskbound.credential.Credential;
import dev.taskbound.samples.supportdesk.services.AccessLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportDeskTest {
    private static final String MAYA = "DE89370400440532013000";
    private static final String THIEF = "GB33BUKB20201555555555";

    @TempDir
    private static Path directory;

    private static SampleRun run;

    @BeforeAll
    static void runOnce() throws IOException {
        run = new SampleRun(directory, StandardCharsets.UTF_8);
    }

    @AfterAll
    static void close() {
        run.close();
    }

    @Test
    void theServicesServeThePermittedCallsAndNothingElse() {
        // Each tool body is one request: denied calls ran 0 times, permitted ones exactly once.
        assertThat(run.accesses())
                .extracting(entry -> entry.service() + " " + entry.request() + " " + entry.status())
                .containsExactly(
                        "orders GET /tickets/T-1042 200",
                        "orders GET /orders/4711 200",
                        "payments POST /refunds 200",
                        "payments POST /refunds 200",
                        "mail POST /messages 200");
    }

    @Test
    void aSmallRefundGoesThroughWithoutAskingAnybody() {
        assertThat(run.results().get(2)).contains("booked", MAYA, "39.9");
        assertThat(run.approvals()).noneMatch(request -> request.text().contains("39.9"));
    }

    @Test
    void aLargeRefundGoesThroughOnceItIsApproved() {
        assertThat(run.approvals()).singleElement().satisfies(request -> {
            assertThat(request.text()).isEqualTo("Refund 249 EUR to " + MAYA);
            assertThat(request.by()).isEqualTo("support-lead");
        });
        assertThat(run.results().get(3)).contains("booked", MAYA, "249");
    }

    @Test
    void theInstructionHiddenInTheTicketSendsNoMoneyElsewhere() {
        assertThat(run.results().get(0)).contains(THIEF);
        assertThat(run.results().get(4)).startsWith("UNKNOWN_ORIGIN").doesNotContain(THIEF);
        assertThat(run.results())
                .filteredOn(result -> result.contains("booked"))
                .noneMatch(r -> r.contains(THIEF));
    }

    @Test
    void aToolOutsideTheIntentIsDenied() {
        assertThat(run.results().get(5)).startsWith("NOT_ALLOWED");
    }

    @Test
    void aRefundBeyondTheBudgetIsDenied() {
        assertThat(run.results().get(6)).startsWith("BUDGET_EXCEEDED");
    }

    @Test
    void theTraceShowsDecisionRuleCredentialAndApprovalOfEachCall() {
        List<String> calls =
                run.output().lines().filter(line -> line.matches("[├└]─ .*")).toList();
        assertThat(calls).hasSize(8);
        assertThat(calls.get(3)).matches(".* permit +approved by kim +taskbound\\.yaml:\\d+ +\\S{8}, \\d+ s +\\d+ ms");
        assertThat(calls.get(4)).matches(".* deny +UNKNOWN_ORIGIN +taskbound\\.yaml:\\d+ +\\d+ ms");
        assertThat(run.credentials())
                .extracting(Credential::id)
                .allSatisfy(id -> assertThat(calls)
                        .filteredOn(call -> call.contains(TraceTree.shortId(id)))
                        .hasSize(1));
    }

    @Test
    void theOutputFitsAHundredColumns() {
        assertThat(run.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void aTerminalWithoutUnicodeGetsPlainAscii(@TempDir Path elsewhere) throws IOException {
        try (SampleRun plain = new SampleRun(elsewhere, StandardCharsets.US_ASCII)) {
            assertThat(plain.output())
                    .contains("|- read_ticket", "`- send_email")
                    .doesNotContain("?-", "??");
        }
    }

    @Test
    void theAuditLogVerifiesAndNoCallIsLeftOpen() throws IOException {
        AuditVerifier.Report report = AuditVerifier.verify(run.audit());
        assertThat(report.isOk()).isTrue();
        assertThat(report.unfinished()).isEmpty();
    }

    @Test
    void noTokenIsSeenAnywhere() throws IOException {
        String everything = run.everything();
        assertThat(run.credentials()).hasSize(5);
        assertThat(everything)
                .contains("EmbeddedIssuer", run.credentials().get(0).id());
        for (Credential credential : run.credentials()) {
            assertThat(credential.token().reveal().split("\\.")).hasSize(3).noneMatch(everything::contains);
        }
    }

    @Test
    void everyCallHasACredentialOfItsOwn() {
        assertThat(run.accesses())
                .extracting(AccessLog.Entry::credential)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(
                        run.credentials().stream().map(Credential::id).toList());
    }

    @Test
    void aRequestWithoutACredentialIsRefused() throws Exception {
        assertThat(get(run.services().orders(), "orders/4711", null)).isEqualTo(401);
        assertThat(get(run.services().payments(), "refunds", null)).isEqualTo(401);
        assertThat(get(run.services().mail(), "messages", null)).isEqualTo(401);
    }

    @Test
    void aStolenCredentialIsOfNoUseAnywhere() throws Exception {
        for (Credential stolen : run.credentials()) {
            String token = "Bearer " + stolen.token().reveal();
            assertThat(get(run.services().orders(), "orders/4711", token)).isEqualTo(401);
            assertThat(get(run.services().payments(), "refunds", token)).isEqualTo(401);
            assertThat(get(run.services().mail(), "messages", token)).isEqualTo(401);
        }
    }

    private static int get(String host, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + "/" + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
