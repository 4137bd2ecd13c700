/**
 * What a store on disk or in a database keeps from whoever reads or changes it there. Not API: anything here may change in
 * any release.
 */
@NullMarked
package dev.taskbound.internal.seal;

import org.jspecify.annotations.NullMarked;
