/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The guard's metrics as instruments of OpenTelemetry. */
final class OpenTelemetryMetrics implements Metrics {
    private static final List<Double> BUCKETS =
            List.of(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0, 300.0);

    private final LongUpDownCounter tasks;
    private final Map<Metric, LongCounter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, DoubleHistogram> durations = new EnumMap<>(Metric.class);

    OpenTelemetryMetrics(OpenTelemetry openTelemetry) {
        Meter meter = openTelemetry
                .meterBuilder(Names.SCOPE)
                .setSchemaUrl(Names.SCHEMA_URL)
                .setInstrumentationVersion(GuardTelemetry.version())
                .build();
        this.tasks = meter.upDownCounterBuilder(Metric.TASKS_ACTIVE.label())
                .setUnit(Metric.TASKS_ACTIVE.unit())
                .setDescription(Metric.TASKS_ACTIVE.description())
                .build();
        for (Metric metric : Metric.values()) {
            if (metric.isDuration()) {
                durations.put(metric, duration(meter, metric));
            } else if (metric != Metric.TASKS_ACTIVE) {
                counters.put(metric, counter(meter, metric));
            }
        }
    }

    private static LongCounter counter(Meter meter, Metric metric) {
        return meter.counterBuilder(metric.label())
                .setUnit(metric.unit())
                .setDescription(metric.description())
                .build();
    }

    private static DoubleHistogram duration(Meter meter, Metric metric) {
        return meter.histogramBuilder(metric.label())
                .setUnit(metric.unit())
                .setExplicitBucketBoundariesAdvice(BUCKETS)
                .setDescription(metric.description())
                .build();
    }

    @Override
    public void add(Metric metric, long delta, Map<String, String> labels) {
        if (metric == Metric.TASKS_ACTIVE) {
            tasks.add(delta, attributes(labels));
        } else {
            Objects.requireNonNull(counters.get(metric), metric.label()).add(delta, attributes(labels));
        }
    }

    @Override
    public void record(Metric metric, double seconds, Map<String, String> labels) {
        Objects.requireNonNull(durations.get(metric), metric.label()).record(seconds, attributes(labels));
    }

    private static Attributes attributes(Map<String, String> labels) {
        AttributesBuilder attributes = Attributes.builder();
        labels.forEach(attributes::put);
        return attributes.build();
    }
}
