/** The command line of this module, and the JMH benchmarks. */
@NullMarked
package dev.taskbound.benchmarks;

import org.jspecify.annotations.NullMarked;
