/** Where decisions arrive that people took elsewhere. */
@NullMarked
package dev.taskbound.springai.webhook;

import org.jspecify.annotations.NullMarked;
