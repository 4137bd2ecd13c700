/** Names, spans and metrics, after the OpenTelemetry GenAI conventions where they exist. */
@NullMarked
package dev.taskbound.telemetry;

import org.jspecify.annotations.NullMarked;
