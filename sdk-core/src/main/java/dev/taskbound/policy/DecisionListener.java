/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/**
 * Is told what the decisions of a policy look at, by the very code that decides: for explaining them. Called on the
 * deciding thread, in order; what it throws denies the call. Costs time and is shown arguments: not for production
 * unless that is meant. Thread-safe.
 */
public interface DecisionListener {
    /** One rule or other check was looked at. */
    void looked(AccessRequest request, DecisionStep step);

    /** The decision was made; nothing further was looked at. */
    void decided(AccessRequest request, Decision decision);
}
