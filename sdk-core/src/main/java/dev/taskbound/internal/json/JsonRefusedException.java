/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

/**
 * Untrusted text or an untrusted schema that was refused. The message names where and what was expected, never a value;
 * property names in it are escaped and cut. It has no cause, since a parser's own messages quote the text.
 */
public final class JsonRefusedException extends Exception {

    JsonRefusedException(String where, String expected) {
        super(where + ": expected " + expected);
    }
}
