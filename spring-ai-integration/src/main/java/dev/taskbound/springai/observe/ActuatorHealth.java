/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import dev.taskbound.guard.ToolGuard;
import java.util.Objects;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of a guard, for Spring Boot 3. */
public final class ActuatorHealth implements HealthIndicator {
    private final ToolGuard guard;

    public ActuatorHealth(ToolGuard guard) {
        this.guard = Objects.requireNonNull(guard, "guard");
    }

    @Override
    public Health health() {
        HealthDetails now = HealthDetails.of(guard);
        return (now.sound() ? Health.up() : Health.down())
                .withDetails(now.details())
                .build();
    }
}
