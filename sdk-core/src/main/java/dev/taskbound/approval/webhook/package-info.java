/** Asking over a webhook, signed both ways (Standard Webhooks). */
@NullMarked
package dev.taskbound.approval.webhook;

import org.jspecify.annotations.NullMarked;
