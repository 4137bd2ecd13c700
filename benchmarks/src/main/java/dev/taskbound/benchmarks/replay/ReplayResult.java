/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.benchmarks.replay.UserResult.Verdict;
import java.util.List;

/**
 * What a replay found.
 *
 * @param intents how intents were chosen: {@code one} or {@code kinds}
 * @param policy the policy's name, revision and version
 */
record ReplayResult(
        String suite,
        String intents,
        String policy,
        List<UserResult> users,
        List<PairResult> pairs,
        Latencies latencies) {
    ReplayResult {
        users = List.copyOf(users);
        pairs = List.copyOf(pairs);
    }

    List<UserResult> users(Verdict verdict) {
        return users.stream().filter(user -> user.verdict() == verdict).toList();
    }

    List<PairResult> prevented() {
        return pairs.stream().filter(PairResult::isPrevented).toList();
    }

    List<PairResult> unprevented() {
        return pairs.stream().filter(pair -> !pair.isPrevented()).toList();
    }
}
