/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an IAM role.
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 */
record RoleArn(String text, String partition, String account, String name) {
    private static final Pattern FORM =
            Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role/(?:[\\x21-\\x7e]{1,510}/)?([\\w+=,.@-]{1,64})");

    /** @throws IllegalArgumentException if it is none */
    static RoleArn parse(String text) {
        Matcher form = FORM.matcher(Objects.requireNonNull(text, "roleArn"));
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a role such as arn:aws:iam::123456789012:role/agent-invoices");
        }
        return new RoleArn(text, form.group(1), form.group(2), form.group(3));
    }

    /** How STS names a session of it; paths of roles do not appear there. */
    String session(String sessionName) {
        return "arn:" + partition + ":sts::" + account + ":assumed-role/" + name + "/" + sessionName;
    }
}
