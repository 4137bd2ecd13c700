/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import org.jspecify.annotations.Nullable;

/** Where in a tree something stands, written as in RFC 9535, with names from untrusted text escaped and cut. */
record JsonPath(@Nullable JsonPath parent, @Nullable String name, int index) {

    static final JsonPath ROOT = new JsonPath(null, null, -1);

    private static final int LONGEST_SHOWN = 240;

    JsonPath property(String property) {
        return new JsonPath(this, property, -1);
    }

    JsonPath item(int position) {
        return new JsonPath(this, null, position);
    }

    /** The path; of a very long one only the end. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (JsonPath at = this; at.parent != null && out.length() <= LONGEST_SHOWN; at = at.parent) {
            out.insert(0, at.segment());
        }
        return out.length() > LONGEST_SHOWN ? "$..." + out : "$" + out;
    }

    private String segment() {
        if (name == null) {
            return "[" + index + "]";
        }
        return name.matches("[A-Za-z_][A-Za-z0-9_]{0,39}") ? "." + name : "[" + JsonText.shown(name) + "]";
    }
}
