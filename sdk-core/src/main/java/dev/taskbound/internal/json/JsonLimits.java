/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

/**
 * How much of an untrusted text is read before it is refused. All limits are inclusive.
 *
 * @param maxBytes length of the whole text in UTF-8 bytes
 * @param maxDepth objects and arrays inside each other, at most {@value #DEEPEST}
 * @param maxStringLength UTF-16 code units of one string
 * @param maxNumberLength characters of one number, at most {@value #LONGEST_NUMBER}
 * @param maxKeyLength UTF-16 code units of one property name, at most {@value #LONGEST_KEY}
 * @param maxNodes values in the whole tree, containers included
 */
public record JsonLimits(
        int maxBytes, int maxDepth, int maxStringLength, int maxNumberLength, int maxKeyLength, int maxNodes) {

    static final int DEEPEST = 256;
    static final int LONGEST_NUMBER = 1000;
    static final int LONGEST_KEY = 8192;

    /** For the arguments of a tool call: 256 KiB. */
    public static final JsonLimits ARGUMENTS = new JsonLimits(256 * 1024, 32, 128 * 1024, 100, 256, 20_000);

    /** For what tools and servers answer: 4 MiB. */
    public static final JsonLimits RESULTS = new JsonLimits(4 * 1024 * 1024, 64, 4 * 1024 * 1024, 400, 1024, 400_000);

    public JsonLimits {
        require(maxBytes, Integer.MAX_VALUE, "maxBytes");
        require(maxDepth, DEEPEST, "maxDepth");
        require(maxStringLength, Integer.MAX_VALUE, "maxStringLength");
        require(maxNumberLength, LONGEST_NUMBER, "maxNumberLength");
        require(maxKeyLength, LONGEST_KEY, "maxKeyLength");
        require(maxNodes, Integer.MAX_VALUE, "maxNodes");
    }

    private static void require(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": expected 1 to " + most + ", found " + value);
        }
    }
}
