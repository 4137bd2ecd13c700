/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/** Springs the tripwire when a model that was not made with the application's {@code ToolCallingManager} is asked. */
final class TripwireObservationHandler implements ObservationHandler<ChatModelObservationContext> {
    private final Tripwire tripwire;

    TripwireObservationHandler(Tripwire tripwire) {
        this.tripwire = tripwire;
    }

    @Override
    public void onStart(ChatModelObservationContext context) {
        tripwire.asked(context.getRequest().getOptions());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChatModelObservationContext;
    }
}
