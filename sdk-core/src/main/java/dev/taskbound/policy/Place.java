/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/** Where something stands in a file: line and column from 1, in code points. */
record Place(int line, int column, YamlPath path) {}
