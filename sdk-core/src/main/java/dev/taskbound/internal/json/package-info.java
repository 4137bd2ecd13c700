/**
 * JSON as the guard needs it: strict to read (RFC 7493), canonical to write (RFC 8785), checked against a schema.
 *
 * <p>Not API: anything here may change in any release.
 *
 * <p>The tree that {@link dev.taskbound.internal.json.StrictJson} makes and all others take consists of unmodifiable
 * maps with {@code String} keys in the order of the text, unmodifiable lists, {@code String}, {@code Boolean},
 * {@code null}, {@code Long} for every number that is mathematically an integer and {@code BigDecimal} without trailing
 * zeros for every other number. Two trees are equal exactly when their canonical texts are.
 */
@NullMarked
package dev.taskbound.internal.json;

import org.jspecify.annotations.NullMarked;
