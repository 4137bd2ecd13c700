/** HTTP from a tool: destination held, credential attached, nothing followed blindly. */
@NullMarked
package dev.taskbound.http;

import org.jspecify.annotations.NullMarked;
