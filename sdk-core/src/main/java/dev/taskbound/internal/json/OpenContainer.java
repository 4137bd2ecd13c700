/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object or array that is being read. Outside, only its unmodifiable view is ever seen. */
final class OpenContainer {

    private final JsonPath path;
    private final boolean isObject;
    private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    private final List<@Nullable Object> items = new ArrayList<>();
    private String key = "";

    OpenContainer(JsonPath path, boolean isObject) {
        this.path = path;
        this.isObject = isObject;
    }

    JsonPath path() {
        return path;
    }

    Object view() {
        return isObject ? Collections.unmodifiableMap(properties) : Collections.unmodifiableList(items);
    }

    /** False if the object already has the property. */
    boolean startProperty(String name) {
        key = name;
        return !properties.containsKey(name);
    }

    void add(@Nullable Object value) {
        if (isObject) {
            properties.put(key, value);
        } else {
            items.add(value);
        }
    }

    JsonPath currentPath() {
        return isObject ? path.property(key) : path.item(items.size());
    }
}
