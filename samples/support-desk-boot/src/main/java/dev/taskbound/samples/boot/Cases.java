/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The requests since the application was started, the newest first. Thread-safe. */
@Component
class Cases {
    private final List<Case> all = new ArrayList<>();

    synchronized void add(Case request) {
        all.add(0, request);
    }

    synchronized void addResult(String task, String result) {
        all.replaceAll(each -> each.task().equals(task) ? each.with(result) : each);
    }

    synchronized List<Case> of(String user) {
        return all.stream().filter(each -> each.user().equals(user)).toList();
    }
}
