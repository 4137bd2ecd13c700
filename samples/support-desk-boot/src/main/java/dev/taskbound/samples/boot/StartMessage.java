/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says what to open, and as whom. */
@Component
class StartMessage {
    @EventListener
    void started(WebServerInitializedEvent event) {
        String desk = "http://localhost:" + event.getWebServer().getPort();
        System.out.printf("""

                Support desk: open %1$s (Ctrl-C stops it)

                  sign in with    to
                  jo  / jo        ask the agent for a refund; more than 100 EUR waits for an approval
                  kim / kim       approve or deny it, at %1$s/taskbound/inbox
                  sam / sam       see that not everybody may ask

                Two people at once need two browsers, or a private window.
                """, desk);
    }
}
