/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.method.MethodToolCallback;

/** Notices what is about to pass the guard by, before a model could ask for it. */
final class Tripwire {
    private static final Logger log = LoggerFactory.getLogger(Tripwire.class);
    private static final String TOOL_SEARCH = "org.springframework.ai.tool.toolsearch.ToolSearchTool";

    private final TripwireMode mode;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    /** The request that a guarded manager has just looked at: it knows better who will run the tools. */
    @SuppressWarnings("ThreadLocalUsage") // one for each tripwire: what another one saw says nothing
    private final ThreadLocal<WeakReference<@Nullable ChatOptions>> seen = new ThreadLocal<>();

    Tripwire(TripwireMode mode) {
        this.mode = mode;
    }

    /** A guarded manager prepares this request for its model. */
    void prepared(ChatOptions options) {
        seen.set(new WeakReference<>(options));
        if (!Options.runInModel(options)) {
            check(options);
        }
    }

    /** A model is about to be asked; on this thread, after {@link #prepared} where its manager is guarded. */
    void asked(@Nullable ChatOptions options) {
        WeakReference<@Nullable ChatOptions> last = seen.get();
        seen.remove();
        if (options != null && (last == null || last.get() != options)) {
            check(options);
        }
    }

    private void check(ChatOptions options) {
        List<String> open = Options.callbacks(options).stream()
                .filter(tool -> !(tool instanceof GuardedToolCallback) && !isToolSearch(tool))
                .map(tool -> tool.getToolDefinition().name())
                .toList();
        if (!open.isEmpty()) {
            trip("tools " + open + " of this request are not guarded, because the ChatClient was not made by the"
                    + " ChatClient.Builder of the application context. Inject that builder, or use"
                    + " ChatClientBuilderConfigurer.configure(ChatClient.builder(model)), or put the tools behind the"
                    + " guard with TaskboundTools.wrap(...)");
        }
    }

    /** @throws IllegalStateException if that is what the mode says */
    void trip(String what) {
        if (mode == TripwireMode.FAIL) {
            throw new IllegalStateException(what + " (taskbound.spring-ai.tripwire=fail)");
        }
        if (mode == TripwireMode.WARN && warned.size() < 1000 && warned.add(what)) {
            log.warn("{} (taskbound.spring-ai.tripwire=warn)", what);
        }
    }

    /** The tool that Spring AI's tool search adds by itself, between the guard and the model; it only searches names. */
    private static boolean isToolSearch(ToolCallback tool) {
        if (!(tool instanceof MethodToolCallback)) {
            return false;
        }
        Object object = PrivateField.read(tool, "toolObject");
        return object != null && object.getClass().getName().equals(TOOL_SEARCH);
    }
}
