/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

/** What happens to a request that carries a tool which is not guarded. */
public enum TripwireMode {
    /** The request is refused before the model is asked. */
    FAIL,
    /** It is logged, once for each tool, and goes on. */
    WARN,
    /** Nothing. */
    OFF
}
