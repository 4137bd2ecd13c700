/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Sessions of AWS roles, narrowed to one call. No part of an AWS SDK is needed. */
@NullMarked
package dev.taskbound.credential.aws;

import org.jspecify.annotations.NullMarked;
