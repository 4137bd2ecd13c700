/** Replay of recorded agent work through the real guard. */
@NullMarked
package dev.taskbound.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
