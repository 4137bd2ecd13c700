/** What must be counted or remembered across calls: budgets, single use, revocations. */
@NullMarked
package dev.taskbound.state;

import org.jspecify.annotations.NullMarked;
