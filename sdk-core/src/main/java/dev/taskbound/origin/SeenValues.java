/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.function.IntConsumer;

/**
 * Fingerprints, each with the names it was seen under and since when, in open addressing: 14 bytes a place. It grows to
 * {@value #MOST_PLACES} places and holds three quarters of that many entries. Guarded by its owner's lock.
 */
final class SeenValues {
    static final int MOST_PLACES = 1 << 17;
    static final int MOST = MOST_PLACES / 4 * 3;
    /** Of one value; further names are not kept. */
    static final int MOST_NAMES = 8;

    private static final int FIRST_PLACES = 1 << 6;

    private long[] fingerprints = new long[FIRST_PLACES];
    private int[] since = new int[FIRST_PLACES];
    private short[] names = new short[FIRST_PLACES];
    private int size;

    /**
     * Answers false if the value is new and does not fit.
     *
     * @param most how many entries there may be for this one to be added
     */
    boolean add(long fingerprint, int name, int now, int most) {
        long kept = kept(fingerprint);
        int place = start(kept);
        int others = 0;
        while (fingerprints[place] != 0) {
            if (fingerprints[place] == kept) {
                others++;
                if (names[place] == (short) name || others == MOST_NAMES) {
                    return true;
                }
            }
            place = place + 1 & fingerprints.length - 1;
        }
        if (size >= most) {
            return others > 0;
        }
        put(place, kept, now, (short) name);
        size++;
        if (size > fingerprints.length / 4 * 3 && fingerprints.length < MOST_PLACES) {
            grow();
        }
        return true;
    }

    void names(long fingerprint, int until, IntConsumer found) {
        long kept = kept(fingerprint);
        for (int place = start(kept); fingerprints[place] != 0; place = place + 1 & fingerprints.length - 1) {
            if (fingerprints[place] == kept && since[place] <= until) {
                found.accept(names[place] & 0xffff);
            }
        }
    }

    boolean holds(long fingerprint, int until) {
        long kept = kept(fingerprint);
        for (int place = start(kept); fingerprints[place] != 0; place = place + 1 & fingerprints.length - 1) {
            if (fingerprints[place] == kept && since[place] <= until) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    /** Zero stands for an empty place. */
    private static long kept(long fingerprint) {
        return fingerprint == 0 ? 1 : fingerprint;
    }

    private int start(long kept) {
        return (int) (kept ^ kept >>> 32) & fingerprints.length - 1;
    }

    private void put(int place, long kept, int now, short name) {
        fingerprints[place] = kept;
        since[place] = now;
        names[place] = name;
    }

    private void grow() {
        long[] oldFingerprints = fingerprints;
        int[] oldSince = since;
        short[] oldNames = names;
        fingerprints = new long[oldFingerprints.length * 2];
        since = new int[fingerprints.length];
        names = new short[fingerprints.length];
        for (int old = 0; old < oldFingerprints.length; old++) {
            if (oldFingerprints[old] != 0) {
                int place = start(oldFingerprints[old]);
                while (fingerprints[place] != 0) {
                    place = place + 1 & fingerprints.length - 1;
                }
                put(place, oldFingerprints[old], oldSince[old], oldNames[old]);
            }
        }
    }
}
