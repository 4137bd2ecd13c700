/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.chrome.ChromeDriver;

/** The accessibility checker axe, run within the page that a browser shows. */
public final class Axe {
    private static final List<String> SERIOUS = List.of("serious", "critical", "axe failed");
    private static final String SCRIPT = script();
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
                found => done(found.violations.map(v => v.impact + ' ' + v.id + ': '
                    + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | '))),
                failure => done(['axe failed: ' + failure]));
            """;

    private Axe() {}

    /** Takes a picture of the page, and fails if axe finds anything serious or critical. */
    public static void look(Browser browser, String name) throws IOException {
        browser.screenshot(name);
        assertThat(violations(browser))
                .as("what axe finds in %s", name)
                .noneMatch(violation -> SERIOUS.stream().anyMatch(violation::startsWith));
    }

    /** All that it finds wrong, each with its impact first. */
    @SuppressWarnings("unchecked")
    private static List<String> violations(Browser browser) {
        ChromeDriver driver = browser.driver();
        driver.executeScript(SCRIPT);
        return (List<String>) Objects.requireNonNull(driver.executeAsyncScript(RUN));
    }

    private static String script() {
        try (InputStream file = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
