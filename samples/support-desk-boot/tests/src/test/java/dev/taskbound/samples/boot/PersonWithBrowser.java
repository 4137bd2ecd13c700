/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.samples.browser.Browser;
import org.openqa.selenium.support.ui.Select;

/** With a real browser, on the pages that the application has. */
final class PersonWithBrowser implements Person {
    /** Requests that were answered, the newest first, and a refusal. */
    private static final String ANSWERS = ".case, .refused";

    private final Browser browser;
    private final String base;

    PersonWithBrowser(Browser browser, String base, String name) {
        this.browser = browser;
        this.base = base;
        browser.signIn(base, name);
        browser.waitForText("Signed in as " + name);
    }

    @Override
    public void asksFor(String ticket) {
        new Select(browser.see("#ticket")).selectByValue(ticket);
        int before = browser.all(ANSWERS).size();
        browser.see("form[action='/cases'] button").click();
        browser.waitFor("an answer", () -> browser.all(ANSWERS).size() > before);
    }

    /** The page is not loaded again: it brings its news itself. */
    @Override
    public void sees(String text) {
        browser.waitFor(
                "the text: " + text, () -> browser.see(ANSWERS).getText().contains(text));
    }

    @Override
    public void decides(String answer, String expected) {
        browser.open(base + "/taskbound/inbox");
        assertThat(browser.see("article.call").getText()).contains(expected);
        assertThat(browser.all("article.call")).hasSize(1);
        browser.see("article.call textarea").sendKeys("Seen the photographs");
        browser.see("article.call button." + answer).click();
        browser.waitForText(answer.equals("approve") ? "Approved." : "Denied.");
    }

    @Override
    public boolean hasNothingToDecide() {
        browser.open(base + "/taskbound/inbox");
        browser.waitForText("Nothing waits for you");
        return browser.all("article.call").isEmpty();
    }
}
