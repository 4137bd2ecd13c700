/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/** The example of the policy guide. */
final class SupportDesk {
    static final String YAML = PolicyFiles.read("support-desk.yaml");

    private SupportDesk() {}

    static Policy policy() {
        return Policy.parse("support-desk.yaml", YAML);
    }

    /** The example with the first occurrence of a text replaced. */
    static Policy with(String old, String replacement) {
        return Policy.parse("support-desk.yaml", PolicyFiles.replace(YAML, old, replacement));
    }
}
