/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

/** What a store holds is not what was put there. Names the place and what is wrong; no content. */
public final class TamperedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public TamperedException(SealedStore store, Seal.Place place, String what) {
        this(store, place.toString(), what);
    }

    public TamperedException(SealedStore store, String place, String what) {
        super(store + " was changed from outside: " + place + ": " + what);
    }
}
