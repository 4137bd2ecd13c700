/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.security.SecureRandom;

/**
 * What is kept of a value in its stead: 64 bits of SipHash-2-4 (Aumasson and Bernstein, 2012) under a random key that is
 * made for a task and its descendants and never leaves the process. Nobody outside can compute which values collide, so a
 * value that was never seen is taken for one of n that were with a probability of n in 2^64: for 100,000 values and a
 * million questions about 5 in 10^9.
 */
final class Fingerprints {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final long k0 = RANDOM.nextLong();
    private final long k1 = RANDOM.nextLong();

    long of(CharSequence text) {
        return of(0, text);
    }

    /** Of a text, as one of some kind: {@code of('k', "a")} is not {@code of('v', "a")}. */
    long of(int kind, CharSequence text) {
        State state = new State(k0 ^ kind, k1);
        int length = text.length();
        int at = 0;
        for (; at + 3 < length; at += 4) {
            state.add(text.charAt(at)
                    | (long) text.charAt(at + 1) << 16
                    | (long) text.charAt(at + 2) << 32
                    | (long) text.charAt(at + 3) << 48);
        }
        long last = (long) length << 56;
        for (int shift = 0; at < length; at++, shift += 16) {
            last |= (long) text.charAt(at) << shift;
        }
        state.add(last);
        return state.end();
    }

    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
