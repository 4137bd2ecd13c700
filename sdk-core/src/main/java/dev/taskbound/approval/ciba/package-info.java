/** Asking people over their own devices (OpenID Connect CIBA). */
@NullMarked
package dev.taskbound.approval.ciba;

import org.jspecify.annotations.NullMarked;
