/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * For integrations whose framework opens the {@code execute_tool} span of a call itself: the guard writes on that span
 * instead of opening a second one, and does not end it. It holds for the one call that is made in the context, and for
 * none that its tool makes in turn.
 */
public final class SurroundingSpan {
    private static final ContextKey<SurroundingSpan> KEY = ContextKey.named("taskbound-surrounding-span");

    private final AtomicReference<@Nullable Span> span;

    private SurroundingSpan(Span span) {
        this.span = new AtomicReference<>(span);
    }

    /** The given context, in which the next call is recorded on this span. */
    public static Context in(Context context, Span span) {
        return context.with(KEY, new SurroundingSpan(Objects.requireNonNull(span, "span")));
    }

    /** The span for a call that begins in this context, or null; the first call takes it. */
    public static @Nullable Span take(Context context) {
        SurroundingSpan held = context.get(KEY);
        return held == null ? null : held.span.getAndSet(null);
    }
}
