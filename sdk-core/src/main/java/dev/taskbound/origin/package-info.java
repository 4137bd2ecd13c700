/** What a task has seen, and from where. */
@NullMarked
package dev.taskbound.origin;

import org.jspecify.annotations.NullMarked;
