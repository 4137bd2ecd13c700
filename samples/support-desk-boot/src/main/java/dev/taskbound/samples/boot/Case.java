/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * One request of a person, and what came of it.
 *
 * @param task the id of its task
 * @param later what was done after the answer, once somebody had decided
 */
record Case(String task, String user, String ticket, String words, String answer, LocalTime at, List<String> later) {
    Case {
        later = List.copyOf(later);
    }

    Case with(String result) {
        List<String> more = new ArrayList<>(later);
        more.add(result);
        return new Case(task, user, ticket, words, answer, at, more);
    }
}
