/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

/** The inbox is switched on where it cannot be served safely. */
final class InboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    InboxException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    static InboxException withoutSecurity() {
        return new InboxException(
                "taskbound.approvals.inbox is true, and Spring Security does not protect this application:"
                        + " nobody would know who decides in the inbox",
                "Add spring-boot-starter-security and a way to sign in, or set taskbound.approvals.inbox=false.");
    }

    static InboxException wrongPath(String path) {
        return new InboxException(
                "taskbound.approvals.inbox-path: found " + path
                        + ", expected a path such as /taskbound/inbox: letters, digits, - and _, no slash at the end",
                "Mend taskbound.approvals.inbox-path, or leave it out for /taskbound/inbox.");
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
