/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.CharacterRules;
import dev.taskbound.internal.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the text of a policy before anything looks into it: at most 256 KiB, UTF-8 with or without a byte order mark,
 * no character that has no business there. The size is checked first, because what comes after costs more than time
 * proportional to it.
 */
final class PolicyText {
    static final int MOST_BYTES = 256 * 1024;

    static final String FIRST_LINE = "it starts with version: 1";

    private PolicyText() {}

    /** @throws PolicyException if the file cannot be read or holds no text that a policy can be written in */
    static String read(Path file, Problems problems) {
        return read(file, MOST_BYTES, problems);
    }

    static String read(Path file, int mostBytes, Problems problems) {
        byte[] bytes = bytes(file, mostBytes, problems);
        return checked(decoded(bytes, problems), problems);
    }

    /** The same checks for text that is in memory already. */
    static String of(String text, Problems problems) {
        return of(text, MOST_BYTES, problems);
    }

    static String of(String text, int mostBytes, Problems problems) {
        boolean tooLong = text.length() > mostBytes || text.getBytes(StandardCharsets.UTF_8).length > mostBytes;
        require(!tooLong, "found a longer text, " + atMost(mostBytes), problems);
        return checked(text, problems);
    }

    private static String atMost(int mostBytes) {
        return "expected at most " + mostBytes + " bytes (" + mostBytes / 1024 + " KiB)";
    }

    private static byte[] bytes(Path file, int mostBytes, Problems problems) {
        // A pipe or a device could block or never end.
        require(Files.isRegularFile(file), "found no such file, expected a regular file that can be read", problems);
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            require(size <= mostBytes, "found " + size + " bytes, " + atMost(mostBytes), problems);
            byte[] bytes = in.readNBytes(mostBytes + 1);
            require(bytes.length <= mostBytes, "found a growing file, " + atMost(mostBytes), problems);
            return bytes;
        } catch (IOException e) {
            throw refused(1, 1, "the file cannot be read: " + e.getClass().getSimpleName(), problems);
        }
    }

    private static String decoded(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
        String text = out.flip().toString();
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            throw refused(text, "found a byte that is not UTF-8, expected the file in UTF-8", problems);
        }
        return text;
    }

    private static String checked(String text, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < body.length(); i += Character.charCount(body.codePointAt(i))) {
            int c = body.codePointAt(i);
            if (!CharacterRules.isAllowed(c)) {
                String message = "found the character " + Shown.character(c) + ", expected text without control"
                        + " characters and without marks that hide text from a reader";
                throw refused(body.substring(0, i), message, problems);
            }
        }
        require(!body.isBlank(), "found an empty file, expected a policy: " + FIRST_LINE, problems);
        return body;
    }

    private static void require(boolean holds, String message, Problems problems) {
        if (!holds) {
            throw refused(1, 1, message, problems);
        }
    }

    private static PolicyException refused(String before, String message, Problems problems) {
        String[] lines = before.split("\r\n|\r|\n", -1);
        String last = lines[lines.length - 1];
        return refused(lines.length, last.codePointCount(0, last.length()) + 1, message, problems);
    }

    private static PolicyException refused(int line, int column, String message, Problems problems) {
        problems.add(line, column, YamlPath.ROOT, message);
        return problems.exception();
    }
}
