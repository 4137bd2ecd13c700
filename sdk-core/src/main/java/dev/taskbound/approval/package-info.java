/** Asking a human about exactly one frozen call. */
@NullMarked
package dev.taskbound.approval;

import org.jspecify.annotations.NullMarked;
