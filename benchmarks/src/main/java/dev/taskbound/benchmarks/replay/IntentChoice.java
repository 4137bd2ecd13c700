/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which intent each user task is opened under, and with which parameters: chosen by hand from its prompt alone. */
final class IntentChoice {
    private final Set<String> intents;
    private final Map<String, Chosen> chosen = new LinkedHashMap<>();

    private IntentChoice(Set<String> intents) {
        this.intents = intents;
    }

    /**
     * @param file maps task ids to intents; null, or a task that it does not name: the policy's only intent
     * @throws BadInputException if a task is left without an intent, or takes one that the policy does not have
     */
    static IntentChoice of(Suite suite, Policy policy, @Nullable Path file) {
        JsonPlace choices = file == null ? null : JsonPlace.read(file);
        IntentChoice choice = new IntentChoice(policy.intents().keySet());
        for (UserTask task : suite.userTasks()) {
            JsonPlace place = choices == null ? null : choices.find(task.id()).orElse(null);
            choice.chosen.put(task.id(), place == null ? choice.onlyIntent(task, file) : choice.chosen(place));
        }
        return choice;
    }

    private Chosen onlyIntent(UserTask task, @Nullable Path file) {
        if (intents.size() == 1) {
            return new Chosen(intents.iterator().next(), Map.of());
        }
        throw new BadInputException((file == null ? "--intents" : file.toString())
                + ": found none, expected an intent for " + task.id() + ", because the policy has several: " + intents);
    }

    private Chosen chosen(JsonPlace place) {
        String intent = place.text("intent");
        place.get("intent").require(intents.contains(intent), "an intent of the policy: " + intents);
        Map<String, Object> parameters = new LinkedHashMap<>();
        place.find("parameters")
                .ifPresent(declared ->
                        declared.members().forEach((name, value) -> parameters.put(name, value.parameter())));
        return new Chosen(intent, parameters);
    }

    Chosen of(UserTask task) {
        return Objects.requireNonNull(chosen.get(task.id()), "a task of another suite");
    }

    /** {@code one} intent for the whole suite, or {@code kinds}: a few of them. */
    String kind() {
        return chosen.values().stream().map(Chosen::intent).distinct().count() <= 1 ? "one" : "kinds";
    }

    record Chosen(String intent, Map<String, Object> parameters) {
        Chosen {
            parameters = Map.copyOf(parameters);
        }
    }
}
