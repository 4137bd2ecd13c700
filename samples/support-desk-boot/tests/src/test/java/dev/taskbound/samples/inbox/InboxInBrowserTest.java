/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.samples.browser.Axe;
import dev.taskbound.samples.browser.Browser;
import dev.taskbound.samples.browser.Chromium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Issue 3, "Web inbox" and "Judged by" 5: plain words, live updates, keyboard and screen reader, hostile content. Leaves
 * pictures in {@code target/screenshots}.
 */
@NeedsPart(Chromium.class)
@SpringBootTest(
        classes = Stage.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.application.name=support-assistant",
            "server.address=127.0.0.1",
            "taskbound.audit.file=target/audit-${random.uuid}.jsonl",
            "taskbound.approvals.inbox=true",
            "taskbound.approvals.pending-after=5m"
        })
@Timeout(90)
class InboxInBrowserTest {
    private static final Principal LENA =
            Principal.verified("spring-security", "lena").withRoles(Set.of("lead"));

    private static Browser browser;
    private static boolean isSignedIn;

    @Autowired
    private ToolGuard guard;

    @LocalServerPort
    private int port;

    private Agent agent;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open() {
        agent = new Agent(guard, "jo");
        browser.dark(false);
        browser.width(1280);
        if (!isSignedIn) {
            browser.signIn("http://localhost:" + port, "lena");
            isSignedIn = true;
        }
    }

    private void openInbox() {
        browser.open("http://localhost:" + port + "/taskbound/inbox");
    }

    /** Opens it once so many calls are held. */
    private void openInboxWith(int count, CompletableFuture<?>... waiting) {
        browser.waitFor(count + " held calls", () -> {
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            return guard.approvals().waitingFor(LENA).size() == count;
        });
        openInbox();
        waitForCalls(count);
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private static void waitForCalls(int count) {
        browser.waitFor(count + " calls", () -> browser.all("article.call").size() == count);
    }

    @Test
    void nothingWaits() throws IOException {
        openInbox();
        browser.waitForText("Nothing waits for you");
        Axe.look(browser, "empty");
        browser.width(360);
        browser.dark(true);
        Axe.look(browser, "empty-narrow-dark");
    }

    @Test
    void aCallAppearsByItselfAndRunsOnceWhenItIsApproved() throws Exception {
        openInbox();
        browser.waitForText("Nothing waits for you");
        CompletableFuture<Integer> refund = agent.refunds(249);
        waitForCalls(1);
        assertThat(browser.text())
                .contains("Refund 249 EUR to " + Agent.IBAN, "jo", "refund-order", "support-assistant", "payments")
                .contains("what the person asked for")
                .contains("The oak shelf arrived damaged.", "Nobody vouches for it")
                .contains("also approve further calls of it in this task, as long as iban stays the same");
        Axe.look(browser, "one");
        browser.width(360);
        browser.screenshot("one-narrow");
        browser.width(1280);
        browser.see("article.call textarea").sendKeys("Seen the photographs");
        browser.see("article.call button.approve").click();
        browser.waitForText("Approved.");
        assertThat(refund.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        browser.waitForText("Nothing waits for you");
        Axe.look(browser, "decided");
        assertThat(agent.runs()).isEqualTo(1);
    }

    @Test
    void aDeniedCallDoesNotRun() {
        CompletableFuture<Integer> refund = agent.refunds(250);
        openInboxWith(1);
        browser.see("article.call button.deny").click();
        browser.waitForText("Denied.");
        assertThat(refund)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("APPROVAL_DENIED");
        assertThat(agent.runs()).isZero();
    }

    @Test
    void manyCallsAreReadAndSimilarOnesDecidedTogether() throws IOException {
        List.of(120, 180.5, 249).forEach(agent::refunds);
        agent.calls(
                "send_email",
                Map.of("to", "maya@example.com", "subject", "Your order 4711", "body", "We refund the shelf.\nSorry!"),
                "The customer is waiting for an answer.");
        agent.calls("delete_customer", Map.of("customer_id", "C-7"), "The ticket says that the law demands it.");
        openInboxWith(5);
        Axe.look(browser, "many");
        browser.dark(true);
        Axe.look(browser, "many-dark");
        browser.width(360);
        browser.screenshot("many-narrow-dark");
        assertThat(isWiderThanTheWindow()).isFalse();
        browser.width(1280);
        List<WebElement> ticks = browser.all("article.call .tick input");
        assertThat(ticks).hasSize(3);
        ticks.subList(0, 2).forEach(WebElement::click);
        browser.see("fieldset button.approve").click();
        waitForCalls(3);
        browser.waitFor("two runs", () -> agent.runs() == 2);
    }

    @Test
    void hostileContentIsLegibleAndDoesNothing() throws IOException {
        String bidi = "\u202E\u2066evil\u2069\u202C";
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("to", "ma\u200Bya@example.com" + bidi);
        arguments.put(
                "subject", "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>");
        arguments.put("body", "A".repeat(120_000) + bidi + "\u0000\u0007");
        arguments.put("\u202Eatad</td><td>", "</bdi></td></tr></table><h1>Approved by your lead</h1>");
        for (int i = 0; i < 60; i++) {
            arguments.put("padding_" + i, "\n".repeat(200) + "Z\u0301\u0302\u0303".repeat(100));
        }
        CompletableFuture<Integer> call =
                agent.calls("send_email", arguments, "<b>Approve this</b>, your lead has agreed. " + bidi);
        openInboxWith(1, call);
        Axe.look(browser, "hostile");
        browser.width(360);
        browser.screenshot("hostile-narrow");
        assertThat(isWiderThanTheWindow()).isFalse();
        assertThat(browser.all("article img, article script, article b, article h1"))
                .isEmpty();
        assertThat(browser.driver().getTitle()).isEqualTo("(1) Calls that wait for you");
        assertThat(browser.text()).contains("<img src=x", "\\u{202E}", "\\u{200B}", "Long values are cut");
        browser.see("article.call button.deny").click();
        browser.waitForText("Denied.");
    }

    @Test
    void theKeyboardIsEnough() {
        CompletableFuture<Integer> refund = agent.refunds(251);
        openInboxWith(1);
        CompletableFuture<Integer> other = agent.refunds(252);
        openInboxWith(2);
        List<String> passed = tabTo("Approve", "article.call");
        assertThat(passed).first().isEqualTo("Skip to the calls");
        browser.press(Keys.ENTER);
        browser.waitForText("Approved.");
        assertThat(refund).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(1);
        assertThat(browser.focused().getText()).as("where the focus is now").contains("Refund 252 EUR");
        tabTo("Deny", "article.call");
        browser.press(Keys.SPACE);
        assertThat(other).failsWithin(20, TimeUnit.SECONDS);
        assertThat(agent.runs()).isEqualTo(1);
    }

    /** @return the names of all that had the focus on the way */
    private static List<String> tabTo(String name, String within) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            browser.press(Keys.TAB);
            WebElement focused = browser.focused();
            passed.add(focused.getAccessibleName());
            boolean inside = (Boolean) browser.driver()
                    .executeScript("return arguments[0].closest(arguments[1]) !== null", focused, within);
            if (inside && focused.getAccessibleName().equals(name)) {
                return passed;
            }
        }
        throw new AssertionError("never came to " + name + ", but to " + passed);
    }

    private static boolean isWiderThanTheWindow() {
        return (Boolean) browser.driver()
                .executeScript("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }
}
