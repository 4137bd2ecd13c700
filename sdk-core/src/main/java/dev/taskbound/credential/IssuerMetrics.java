/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import dev.taskbound.telemetry.Names;
import java.util.HashMap;
import java.util.Map;

/** What is counted about one issuer. Thread-safe. */
record IssuerMetrics(Metrics metrics, String issuer) {
    private static final double NANOS = 1e9;

    void add(Metric metric, Map<String, String> labels) {
        metrics.add(metric, 1, with(labels));
    }

    /** @param nanos how long a request stood before it could go out */
    void waited(long nanos) {
        metrics.record(Metric.ISSUER_WAIT_DURATION, nanos / NANOS, with(Map.of()));
    }

    /** @param outcome {@code answered}, {@code failed} or {@code held_back} */
    void requested(String outcome, boolean again) {
        add(
                Metric.ISSUER_REQUESTS,
                Map.of(Names.REQUEST_OUTCOME.getKey(), outcome, Names.REQUEST_AGAIN.getKey(), String.valueOf(again)));
    }

    private Map<String, String> with(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Names.ISSUER.getKey(), issuer);
        return all;
    }
}
