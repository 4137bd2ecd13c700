/** Proof of what this process is. */
@NullMarked
package dev.taskbound.identity;

import org.jspecify.annotations.NullMarked;
