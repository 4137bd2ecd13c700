/** Held calls in a database, sealed: they outlive the process, and what was tampered with is refused. */
@NullMarked
package dev.taskbound.approval.jdbc;

import org.jspecify.annotations.NullMarked;
