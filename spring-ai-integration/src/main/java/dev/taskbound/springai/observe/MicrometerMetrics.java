/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The guard's metrics in a {@link MeterRegistry}, under the same names: counters, timers, and a gauge for open tasks. A
 * label that one meter has and another one of its name lacks is {@code none}, because registries want the same labels on
 * all. Thread-safe.
 */
public final class MicrometerMetrics implements Metrics {
    private static final double NANOS = 1e9;
    private static final Map<Metric, String> OPTIONAL = Map.of(
            Metric.DECISIONS, "taskbound.decision.reason",
            Metric.DECISION_DURATION, "taskbound.decision.reason",
            Metric.CREDENTIAL_REQUEST_DURATION, "error.type",
            Metric.EXECUTE_TOOL_DURATION, "error.type");

    private final MeterRegistry registry;
    private final Map<Tags, AtomicLong> open = new ConcurrentHashMap<>();

    public MicrometerMetrics(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public void add(Metric metric, long delta, Map<String, String> labels) {
        Tags tags = tags(metric, labels);
        if (metric == Metric.TASKS_ACTIVE) {
            open.computeIfAbsent(tags, this::gauge).addAndGet(delta);
        } else {
            Counter.builder(metric.label())
                    .description(metric.description())
                    .tags(tags)
                    .register(registry)
                    .increment((double) delta);
        }
    }

    private AtomicLong gauge(Tags tags) {
        AtomicLong count = new AtomicLong();
        Gauge.builder(Metric.TASKS_ACTIVE.label(), count, AtomicLong::get)
                .description(Metric.TASKS_ACTIVE.description())
                .tags(tags)
                .register(registry);
        return count;
    }

    @Override
    public void record(Metric metric, double seconds, Map<String, String> labels) {
        Timer.builder(metric.label())
                .description(metric.description())
                .tags(tags(metric, labels))
                .register(registry)
                .record((long) (seconds * NANOS), TimeUnit.NANOSECONDS);
    }

    private static Tags tags(Metric metric, Map<String, String> labels) {
        List<Tag> tags = labels.entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList();
        String optional = OPTIONAL.get(metric);
        return optional == null || labels.containsKey(optional)
                ? Tags.of(tags)
                : Tags.of(tags).and(optional, "none");
    }
}
