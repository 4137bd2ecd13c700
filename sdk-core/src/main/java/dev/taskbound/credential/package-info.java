/** Credentials that live for one call: what issues them, and what verifies them on both sides. */
@NullMarked
package dev.taskbound.credential;

import org.jspecify.annotations.NullMarked;
