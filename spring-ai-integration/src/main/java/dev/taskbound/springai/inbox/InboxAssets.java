/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.HtmlUtils;

/** The page, its style and its script, from the class path. */
final class InboxAssets {
    private final String page = text("page.html");
    private final byte[] style = bytes("inbox.css");
    private final byte[] script = bytes("inbox.js");

    /** The page for an inbox at this path, context path included. */
    byte[] page(String base) {
        return page.replace("{base}", HtmlUtils.htmlEscape(base)).getBytes(StandardCharsets.UTF_8);
    }

    byte[] style() {
        return style.clone();
    }

    byte[] script() {
        return script.clone();
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = InboxAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the inbox's " + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
