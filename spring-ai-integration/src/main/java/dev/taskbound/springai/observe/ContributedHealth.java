/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import dev.taskbound.guard.ToolGuard;
import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of a guard, for Spring Boot 4. */
public final class ContributedHealth implements HealthIndicator {
    private final ToolGuard guard;

    public ContributedHealth(ToolGuard guard) {
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
