/** The other side: three services that do nothing for a request without a verified credential. */
@NullMarked
package dev.taskbound.samples.supportdesk.services;

import org.jspecify.annotations.NullMarked;
