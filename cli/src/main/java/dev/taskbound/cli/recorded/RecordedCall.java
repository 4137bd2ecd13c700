/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it was recorded.
 *
 * @param started whether its tool was allowed to run
 * @param reason why not, or under {@code mode: observe} why it would not have been; null if the policy permitted it
 * @param detail more about the reason
 * @param rules the rules that allowed or refused it
 * @param asked who was asked
 * @param arguments as recorded; null where arguments were not recorded
 * @param labelsSeen labels that its task had seen
 * @param observed whether it ran although the policy refuses it
 */
public record RecordedCall(
        String id,
        String tool,
        Instant at,
        boolean started,
        @Nullable String reason,
        String detail,
        List<String> rules,
        List<String> asked,
        @Nullable List<RecordedArgument> arguments,
        List<String> labelsSeen,
        boolean observed) {

    /** Whether the policy of the time permitted it, if it was enforced or not. */
    public boolean permitted() {
        return started && reason == null;
    }

    /** Whether every value is there. */
    public boolean isComplete() {
        return arguments != null && arguments.stream().allMatch(RecordedArgument::hasValue);
    }

    /** The arguments by name, as far as their values were recorded. */
    public Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (arguments != null) {
            arguments.stream()
                    .filter(RecordedArgument::hasValue)
                    .forEach(argument -> values.put(argument.name(), argument.value()));
        }
        return values;
    }

    @Override
    public String toString() {
        return "RecordedCall[" + id + " " + tool + "]";
    }
}
