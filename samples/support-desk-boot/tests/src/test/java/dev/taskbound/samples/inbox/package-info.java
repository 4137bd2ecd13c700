/** The inbox as people see it. */
@NullMarked
package dev.taskbound.samples.inbox;

import org.jspecify.annotations.NullMarked;
