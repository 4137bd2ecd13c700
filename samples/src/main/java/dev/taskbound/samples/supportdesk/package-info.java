/** A support-desk agent: LangChain4j tools bound to a task, run offline against services on loopback. */
@NullMarked
package dev.taskbound.samples.supportdesk;

import org.jspecify.annotations.NullMarked;
