/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ToolCallDeniedException;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The outermost interceptor. Inside, the tool call's context is current on whatever thread, and a refusal is no {@code
 * IOException}, so that nobody's retry takes it for a failure of the network.
 */
final class CallBoundary implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        Scope scope = Binding.of(chain.call()).surroundings().makeCurrent();
        try {
            return chain.proceed(chain.request());
        } catch (ToolCallDeniedException e) {
            throw new RefusedException(e);
        } finally {
            scope.close();
        }
    }
}
