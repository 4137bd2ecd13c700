/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;

/**
 * Where a guard's metrics go. Labels hold names that the policy knows, reason codes and outcomes: never an argument, a
 * principal or a name that only a model knows. Implementations are thread-safe, quick, and throw nothing.
 */
public interface Metrics {
    /** Adds to a counter; for {@link Metric#TASKS_ACTIVE} also a negative number. */
    void add(Metric metric, long delta, Map<String, String> labels);

    /** Records a duration. */
    void record(Metric metric, double seconds, Map<String, String> labels);

    /** OpenTelemetry's instruments; nothing where no SDK is installed. */
    static Metrics of(OpenTelemetry openTelemetry) {
        return new OpenTelemetryMetrics(openTelemetry);
    }
}
