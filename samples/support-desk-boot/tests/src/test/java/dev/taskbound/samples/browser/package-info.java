/** A real browser for tests. */
@NullMarked
package dev.taskbound.samples.browser;

import org.jspecify.annotations.NullMarked;
