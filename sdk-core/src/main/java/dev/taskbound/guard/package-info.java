/** The front door: opens tasks and takes every call its way. */
@NullMarked
package dev.taskbound.guard;

import org.jspecify.annotations.NullMarked;
