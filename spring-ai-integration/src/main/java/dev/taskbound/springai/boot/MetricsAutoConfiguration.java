/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.springai.observe.MicrometerMetrics;
import dev.taskbound.telemetry.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Sends the guard's metrics to the application's registry instead of to OpenTelemetry, so that none is counted twice. */
@AutoConfiguration(
        before = GuardAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
public class MetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Metrics taskboundMetrics(MeterRegistry registry) {
        return new MicrometerMetrics(registry);
    }
}
