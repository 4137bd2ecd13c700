/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.taskbound.audit.AuditVerifier;
import dev.taskbound.credential.Credential;
import dev.taskbound.samples.supportdesk.services.AccessLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
        assertThat(request(run.services().orders(), "orders/4711", null, null)).isEqualTo(401);
        assertThat(request(run.services().payments(), "refunds", null, refund(MAYA)))
                .isEqualTo(401);
        assertThat(request(run.services().mail(), "messages", null, "{}")).isEqualTo(401);
    }

    @Test
    void aUsedCredentialIsOfNoUseToAThief() throws Exception {
        for (Credential stolen : run.credentials()) {
            assertThat(request(run.services().orders(), "orders/4711", stolen, null))
                    .isEqualTo(401);
            assertThat(request(run.services().payments(), "refunds", stolen, refund(MAYA)))
                    .isEqualTo(401);
            assertThat(request(run.services().mail(), "messages", stolen, "{}")).isEqualTo(401);
        }
    }

    @Test
    void anUnusedCredentialIsGoodForItsOwnCallOnly() throws Exception {
        String payments = run.services().payments();
        assertThat(request(payments, "refunds", run.unused(2), refund(THIEF))).isEqualTo(403);
        assertThat(request(run.services().mail(), "messages", run.unused(2), "{}"))
                .isEqualTo(401);
        Credential unused = run.unused(2);
        assertThat(request(payments, "refunds", unused, refund(MAYA))).isEqualTo(200);
        assertThat(request(payments, "refunds", unused, refund(MAYA))).isEqualTo(401);
    }

    @Test
    void runsAsTheReadmeSays() throws IOException {
        assumeThat(System.getenv()).doesNotContainKeys("OPENAI_BASE_URL", "OPENAI_API_KEY");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            SupportDesk.main();
        } finally {
            System.setOut(realOut);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("5 ran, 3 denied", "5 accepted, with 5 verified credentials", "chain intact");
    }

    private static String refund(String iban) {
        return "{\"iban\":\"" + iban + "\",\"amount\":39.9}";
    }

    private static int request(String host, String path, Credential credential, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + "/" + path));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential.token().reveal());
        }
        if (body != null) {
            request.POST(BodyPublishers.ofString(body));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }
}
