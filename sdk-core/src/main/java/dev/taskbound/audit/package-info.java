/** The tamper-evident record of every decision and every outcome. */
@NullMarked
package dev.taskbound.audit;

import org.jspecify.annotations.NullMarked;
