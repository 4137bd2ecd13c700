/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Fingerprints of what has left a task or any task of its family in arguments: what one of them writes, another can read
 * back. Bloom filters of at most 1.6 MiB together: they never forget, and the more is in them, the more values that never left
 * they take for ones that did (4 in 1,000 after 600,000). That only tightens. Thread-safe.
 */
final class SentValues {
    private static final int LONGEST_END = 256;
    private static final int MOST_ENDS = 256;
    private static final int HASHES = 4;
    private static final int FIRST_BITS = 1 << 16;
    private static final int MOST_BITS = 1 << 23;
    /** Bits for each value before a bigger filter takes over; the last one takes all that comes. */
    private static final int BITS_EACH = 16;

    private long[][] filters = {new long[FIRST_BITS / Long.SIZE]};
    private int inLast;
    private final Map<String, String> ends = new HashMap<>();

    synchronized void add(long fingerprint) {
        if (holds(fingerprint)) {
            return;
        }
        long[] last = filters[filters.length - 1];
        int bits = last.length * Long.SIZE;
        if (inLast >= bits / BITS_EACH && bits < MOST_BITS) {
            last = new long[Math.min(MOST_BITS, bits * 8) / Long.SIZE];
            filters = Arrays.copyOf(filters, filters.length + 1);
            filters[filters.length - 1] = last;
            inLast = 0;
        }
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(fingerprint, i, last.length);
            last[bit >>> 6] |= 1L << bit;
        }
        inLast++;
    }

    /** The end of what an argument held before, and what it holds now. */
    synchronized String goesOn(String argument, String text) {
        String name = ends.size() < MOST_ENDS || ends.containsKey(argument) ? argument : "";
        String before = ends.getOrDefault(name, "");
        String all = before + text;
        ends.put(name, all.substring(Math.max(0, all.length() - LONGEST_END)));
        return before + text.substring(0, Math.min(text.length(), LONGEST_END));
    }

    synchronized boolean isEmpty() {
        return filters.length == 1 && inLast == 0;
    }

    synchronized boolean holds(long fingerprint) {
        for (long[] filter : filters) {
            boolean all = true;
            for (int i = 0; i < HASHES && all; i++) {
                int bit = bit(fingerprint, i, filter.length);
                all = (filter[bit >>> 6] & 1L << bit) != 0;
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static int bit(long fingerprint, int hash, int words) {
        long mixed = fingerprint + hash * (Long.rotateRight(fingerprint, 32) | 1);
        return (int) (mixed ^ mixed >>> 29) & words * Long.SIZE - 1;
    }
}
