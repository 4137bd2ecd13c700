/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.text;

/**
 * Which characters a policy may hold. Besides control characters and what is no character, those are refused that make
 * a reviewer see another text than the one that is read: line separators that editors do not break at, and the
 * invisible marks that change the direction of text (CVE-2021-42574).
 */
public final class CharacterRules {
    private CharacterRules() {}

    public static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || !(isControl(c) || isMisleading(c) || isNoCharacter(c));
    }

    private static boolean isControl(int c) {
        return c < 0x20 || (c >= 0x7F && c <= 0x9F);
    }

    private static boolean isMisleading(int c) {
        return (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    }

    private static boolean isNoCharacter(int c) {
        return (c >= 0xD800 && c <= 0xDFFF) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
    }
}
