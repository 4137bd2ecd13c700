/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a newer lock lets through that the older one did not. */
final class LockWidening {
    private final PolicyLock older;
    private final PolicyLock newer;
    private final List<String> found = new ArrayList<>();

    private LockWidening(PolicyLock older, PolicyLock newer) {
        this.older = older;
        this.newer = newer;
    }

    static List<String> between(@Nullable PolicyLock older, @Nullable PolicyLock newer) {
        if (older == null) {
            return newer == null || newer.intents().isEmpty() ? List.of() : List.of("lock: new");
        }
        return newer == null ? List.of("lock: removed") : new LockWidening(older, newer).compare();
    }

    private List<String> compare() {
        if (older.pinsTools() && !newer.pinsTools()) {
            found.add("lock.tools: removed, tools are no longer pinned");
        }
        if (older.pinsTools()) {
            newer.tools().forEach((key, pin) -> {
                ToolPin before = older.tools().get(key);
                if (before == null || !before.digest().equals(pin.digest())) {
                    found.add("lock.tools." + key + ": " + (before == null ? "new" : "changed"));
                }
            });
        }
        older.agents()
                .forEach((name, pin) ->
                        agent("lock.agents." + name, pin, newer.agents().get(name)));
        newer.intents().forEach((name, pin) -> {
            IntentPin before = older.intents().get(name);
            if (before == null || !before.digest().equals(pin.digest())) {
                found.add("lock.intents." + name + ": reviewed by " + pin.reviewer());
            }
        });
        return found;
    }

    private void agent(String path, AgentPin before, @Nullable AgentPin after) {
        if (after == null) {
            found.add(path + ": removed");
            return;
        }
        if (after.models().isEmpty() && !before.models().isEmpty()) {
            found.add(path + ".models: removed");
        }
        if (!before.models().isEmpty()) {
            after.models().stream()
                    .filter(model -> !before.models().contains(model))
                    .sorted()
                    .forEach(model -> found.add(path + ".models: added " + model));
        }
        if (before.prompt() != null && !Objects.equals(before.prompt(), after.prompt())) {
            found.add(path + ".prompt: changed");
        }
    }
}
