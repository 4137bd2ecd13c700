/**
 * The words that all rooms share: what a task is, what a call is, and why a call was refused. Values only; nothing here
 * depends on anything but {@code java.*}.
 */
@NullMarked
package dev.taskbound;

import org.jspecify.annotations.NullMarked;
