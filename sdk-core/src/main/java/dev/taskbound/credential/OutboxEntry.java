/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.policy.SourceConfig;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A token that is out, or was until a moment ago. The token itself is here as sealed text only, and no longer than it is
 * needed. Thread-safe.
 */
final class OutboxEntry {
    private enum State {
        OUT,
        /** Its call ended well, and nobody has a use for it. */
        OVER,
        /** It is to be revoked. */
        ENDING,
        ENDED
    }

    /** What whoever wants a token to end has to do for it. */
    enum Next {
        /** Ask its issuer now. */
        ASK,
        /** Ask its issuer when there is room. */
        QUEUE,
        /** Somebody asks already. */
        NOTHING
    }

    final long number;
    final String credential;
    final String source;
    final String task;
    final URI issuer;
    final Instant expiresAt;
    final SourceConfig.Revoke when;
    /** Whether calls that come next may get it too. */
    final boolean shared;

    private State state = State.OUT;
    private int tries;
    private boolean urgent;
    private boolean asked;
    private boolean queued;
    private boolean scheduled;
    private Instant notBefore = Instant.MIN;
    private CompletableFuture<CredentialEnd> told = new CompletableFuture<>();
    private volatile @Nullable String sealed;

    OutboxEntry(long number, IssuedToken token, SourceConfig.Revoke when, boolean shared, String sealed) {
        this.number = number;
        this.credential = token.id();
        this.source = token.source();
        this.task = token.task();
        this.issuer = token.issuer();
        this.expiresAt = token.expiresAt();
        this.when = when;
        this.shared = shared;
        this.sealed = sealed;
    }

    static String key(String source, String credential) {
        return source + ' ' + credential;
    }

    String key() {
        return key(source, credential);
    }

    /** Null once the token is of no more use. */
    @Nullable
    String sealed() {
        return sealed;
    }

    /** @return how many characters were sealed until now */
    int forget() {
        String text = sealed;
        sealed = null;
        return text == null ? 0 : text.length();
    }

    /** Its call ended well. False if it is to be revoked already. */
    synchronized boolean over() {
        if (state == State.OUT) {
            state = State.OVER;
        }
        return state == State.OVER;
    }

    /** Whether nobody has wanted it revoked yet. */
    synchronized boolean isLive() {
        return state == State.OUT || state == State.OVER;
    }

    /** Whether nobody can use the token any more, and nobody wants it revoked. */
    synchronized boolean isOfNoUse() {
        return state == State.OVER || state == State.ENDED;
    }

    synchronized boolean isEnding() {
        return state == State.ENDING;
    }

    synchronized boolean isUrgent() {
        return urgent;
    }

    synchronized int tries() {
        return tries;
    }

    /** What comes of the next try, or came of the last. */
    synchronized CompletableFuture<CredentialEnd> told() {
        return told.copy();
    }

    /**
     * It is to be revoked.
     *
     * @param atOnce whether somebody waits for that
     */
    synchronized Next want(boolean atOnce, Instant now) {
        if (state == State.ENDED || (now.isBefore(notBefore) && told.isDone())) {
            return Next.NOTHING;
        }
        state = State.ENDING;
        urgent |= atOnce;
        if (asked || (queued && !atOnce)) {
            return Next.NOTHING;
        }
        if (told.isDone()) {
            told = new CompletableFuture<>();
        }
        asked = atOnce;
        queued |= !atOnce;
        return atOnce ? Next.ASK : Next.QUEUE;
    }

    /** There is room for it. False if there is nothing to ask any more. */
    synchronized boolean turn(Instant now) {
        queued = false;
        if (asked || state != State.ENDING || !expiresAt.isAfter(now)) {
            return false;
        }
        asked = true;
        return true;
    }

    /** Whether a next try is to be seen to; false if it is already. */
    synchronized boolean schedule() {
        boolean mine = !scheduled;
        scheduled = true;
        return mine;
    }

    /** The time of the next try has come. */
    synchronized Next wantAgain() {
        scheduled = false;
        return want(urgent, Instant.MAX);
    }

    /**
     * What came of a try.
     *
     * @param leftAlone until when its issuer wants to be left alone
     * @return who is to be told
     */
    synchronized CompletableFuture<CredentialEnd> settled(CredentialEnd end, Instant leftAlone) {
        asked = false;
        if (end == CredentialEnd.RETRYING) {
            tries++;
            notBefore = leftAlone;
        } else {
            state = State.ENDED;
        }
        return told;
    }

    synchronized RevocationOutbox.Entry shown() {
        return new RevocationOutbox.Entry(credential, source, expiresAt, state == State.ENDING, tries);
    }

    @Override
    public String toString() {
        return "OutboxEntry[" + number + " " + source + " " + credential + "]";
    }
}
