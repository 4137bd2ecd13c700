/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an outbox: a first line in JSON that says what file it is, then one line for each entry, {@code +}, its
 * number and its sealed text, and one, {@code -} and the number, when it is no longer in it.
 */
final class OutboxLines {
    /** Characters of sealed text; nothing longer is written. */
    static final int LONGEST = 1 << 18;

    private static final String FORMAT = "taskbound-revocation-outbox";
    private static final long VERSION = 1;
    private static final Pattern LINE = Pattern.compile("\\+(\\d{1,18}) ([\\w.-]+)|-(\\d{1,18})");

    /** By number, what was put in and not taken out. */
    final Map<Long, String> sealed = new LinkedHashMap<>();

    final String store;
    private long highest;
    private boolean torn;

    private OutboxLines(String store) {
        this.store = store;
    }

    /** Of a file that is new. */
    static OutboxLines none() {
        return new OutboxLines(RandomIds.next());
    }

    static String header(String store, String key) {
        return CanonicalJson.write(Map.of("format", FORMAT, "version", VERSION, "store", store, "key", key)) + "\n";
    }

    static String put(long number, String sealed) {
        return "+" + number + " " + sealed + "\n";
    }

    static String removed(long number) {
        return "-" + number + "\n";
    }

    long highest() {
        return highest;
    }

    /** Whether the last line has no end, as a crash during a write leaves it: nobody was told that it was written. */
    boolean isTorn() {
        return torn;
    }

    /**
     * Reads a whole outbox.
     *
     * @param file for messages
     * @param key the id of the key that opens it
     * @throws IOException if it is another file, another key's, or damaged
     */
    static OutboxLines read(InputStream in, String file, String key) throws IOException {
        String first = line(in);
        OutboxLines lines = new OutboxLines(store(first == null ? "" : first, file, key));
        long number = 1;
        for (String line = line(in); line != null; line = line(in)) {
            number++;
            if (line.endsWith("\n")) {
                lines.accept(line.substring(0, line.length() - 1), file + ", line " + number);
            } else if (!line.isEmpty()) {
                lines.torn = true;
            }
        }
        return lines;
    }

    private void accept(String line, String where) throws IOException {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IOException(where + ": expected +number and sealed text, or -number. Nothing was changed; the"
                    + " tokens in it expire by themselves: move the file away, and keep it until they have");
        }
        if (parts.group(3) != null) {
            sealed.remove(Long.valueOf(parts.group(3)));
            return;
        }
        long number = Long.parseLong(parts.group(1));
        highest = Math.max(highest, number);
        sealed.put(number, parts.group(2));
    }

    private static String store(String line, String file, String key) throws IOException {
        Map<String, @Nullable Object> header;
        try {
            header = StrictJson.parseObject(line.strip(), JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            header = Map.of();
        }
        if (!FORMAT.equals(header.get("format")) || !(header.get("store") instanceof String store)) {
            throw new IOException(file + " is no revocation outbox, and is left as it is");
        }
        if (!Long.valueOf(VERSION).equals(header.get("version"))) {
            throw new IOException(file + " is a revocation outbox of another version, this is version " + VERSION);
        }
        if (!key.equals(header.get("key"))) {
            throw new IOException(file + " was sealed with another key (" + shown(header.get("key")) + ") than the one"
                    + " given (" + key + "): give that one, or move the file away; what is in it then lives until it"
                    + " expires");
        }
        return store;
    }

    private static String shown(@Nullable Object id) {
        return id instanceof String text && text.matches("[0-9a-f]{1,64}") ? text : "?";
    }

    /** The next line with its line feed, if it has one; null at the end. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int read = in.read(); read >= 0; read = in.read()) {
            line.write(read);
            if (read == '\n' || line.size() > LONGEST + 64) {
                break;
            }
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }
}
