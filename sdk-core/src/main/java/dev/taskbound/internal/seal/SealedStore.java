/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

/** The kinds of store that seal what they keep. A key given to two of them by mistake seals nothing alike. */
public enum SealedStore {
    APPROVALS("approvals", "approval store", "approval key"),
    REVOCATIONS("revocations", "revocation outbox", "revocation outbox key");

    private final String label;
    private final String shown;
    private final String key;

    SealedStore(String label, String shown, String key) {
        this.label = label;
        this.shown = shown;
        this.key = key;
    }

    /** Part of what its keys are derived with. */
    String label() {
        return label;
    }

    /** What its key is called in messages. */
    public String keyName() {
        return "the " + key;
    }

    @Override
    public String toString() {
        return "the " + shown;
    }
}
