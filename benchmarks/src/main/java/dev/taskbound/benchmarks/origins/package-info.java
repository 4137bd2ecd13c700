/** Whether single values are known, judged case by case. */
@NullMarked
package dev.taskbound.benchmarks.origins;

import org.jspecify.annotations.NullMarked;
