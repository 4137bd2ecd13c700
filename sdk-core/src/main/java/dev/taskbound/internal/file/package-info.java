/** Files that one process has for itself. Not API: anything here may change in any release. */
@NullMarked
package dev.taskbound.internal.file;

import org.jspecify.annotations.NullMarked;
