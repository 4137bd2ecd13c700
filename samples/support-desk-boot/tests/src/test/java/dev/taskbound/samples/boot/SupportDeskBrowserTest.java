/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.parts.NeedsPart;
import dev.taskbound.samples.browser.Axe;
import dev.taskbound.samples.browser.Browser;
import dev.taskbound.samples.browser.Chromium;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same in a real browser; one for whoever asks, and one for whoever decides. */
@NeedsPart(Chromium.class)
class SupportDeskBrowserTest extends SupportDeskFlow {
    private static Browser asking;
    private static Browser deciding;

    @BeforeAll
    static void start() throws IOException {
        asking = Browser.start();
        deciding = Browser.start();
    }

    @AfterAll
    static void stop() {
        asking.close();
        deciding.close();
    }

    @Override
    Person signedIn(String name, String base) {
        return new PersonWithBrowser(name.equals("kim") ? deciding : asking, base, name);
    }

    @Override
    void look(String name) throws IOException {
        Axe.look(asking, name);
        asking.dark(true);
        asking.width(360);
        Axe.look(asking, name + "-narrow-dark");
        asking.dark(false);
        asking.width(1280);
    }
}
