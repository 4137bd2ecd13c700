/** A support desk as a Spring Boot application: people ask on one page, and others approve in the inbox. */
@NullMarked
package dev.taskbound.samples.boot;

import org.jspecify.annotations.NullMarked;
