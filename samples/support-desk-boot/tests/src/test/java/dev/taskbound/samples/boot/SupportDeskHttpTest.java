/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

class SupportDeskHttpTest extends SupportDeskFlow {
    @Override
    Person signedIn(String name, String base) throws Exception {
        return new PersonOverHttp(base, name);
    }
}
