/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a use of the kill switch, or a reload of the policy, came to. Only what was really stopped is counted.
 *
 * @param target what was stopped
 * @param tasks ids of the tasks that ended by it, in this process
 * @param calls the calls that it stopped, in this process
 * @param held ids of the calls that waited for a human and are void now
 * @param credentials every credential that was out and is covered, with what became of it: dead, or alive until when
 * @param problems what could not be done, in words, one line each and without secrets; a credential that lives on is not
 *     repeated here
 * @param lastByte from the kill to when nothing could leave any more: the contexts of all stopped calls ended and their
 *     connections cut
 */
public record RevocationReport(
        Revocation.Target target,
        List<String> tasks,
        List<StoppedCall> calls,
        List<String> held,
        List<IssuedCredential> credentials,
        List<String> problems,
        Duration lastByte) {
    public RevocationReport {
        Objects.requireNonNull(target, "target");
        tasks = List.copyOf(tasks);
        calls = List.copyOf(calls);
        held = List.copyOf(held);
        credentials = List.copyOf(credentials);
        problems = List.copyOf(problems);
        Objects.requireNonNull(lastByte, "lastByte");
    }

    static RevocationReport nothing() {
        return new RevocationReport(
                Revocation.Target.EVERYTHING, List.of(), List.of(), List.of(), List.of(), List.of(), Duration.ZERO);
    }

    /** The credentials that are not known to be dead: each lives until its {@link IssuedCredential#expiresAt}. */
    public List<IssuedCredential> alive() {
        return credentials.stream().filter(credential -> !credential.isDead()).toList();
    }

    /** Whether all was done that had to be done here; credentials may still live, see {@link #alive}. */
    public boolean isComplete() {
        return problems.isEmpty();
    }

    /**
     * A call that was on its way.
     *
     * @param id the call's id, as in the audit log
     * @param task its task's id
     * @param tool the tool's name as the policy knows it; {@code unknown} for a call that had not been looked at
     * @param entered whether its tool had been entered: it can send nothing more, its result is withheld, and what it sent
     *     before is not undone
     */
    public record StoppedCall(String id, String task, String tool, boolean entered) {
        public StoppedCall {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(tool, "tool");
        }
    }
}
