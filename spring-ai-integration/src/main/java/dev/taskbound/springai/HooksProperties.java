/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tools of Spring AI are put behind the guard.
 *
 * @param tripwire what happens to a request that carries a tool which is not guarded
 * @param hideTools whether models are not shown tools that the current task could never call
 */
@ConfigurationProperties("taskbound.spring-ai")
public record HooksProperties(
        @DefaultValue("fail") TripwireMode tripwire,
        @DefaultValue("false") boolean hideTools) {}
