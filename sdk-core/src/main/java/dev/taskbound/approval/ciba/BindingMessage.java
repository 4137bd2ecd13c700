/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.ciba;

import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.CallCode;
import dev.taskbound.approval.PlainText;

/** What somebody reads on their device (OpenID Connect CIBA Core 1.0, 7.1, {@code binding_message}). */
final class BindingMessage {
    private static final int LONGEST_TEXT = 160;
    private static final int LONGEST_SHORT = 50;
    private static final int CODE = "-0000-0000".length();

    private BindingMessage() {}

    /** The text of the call, cut where it is long, and the code of the exact call. */
    static String full(ApprovalRequest request) {
        return PlainText.printable(request.text(), LONGEST_TEXT) + " (" + CallCode.of(request.callDigest()) + ")";
    }

    /** The tool's name and the code, in letters and digits that every server takes. */
    static String brief(ApprovalRequest request) {
        String name = request.tool().key().replaceAll("[^A-Za-z0-9_-]+", "-");
        String cut = name.substring(0, Math.min(name.length(), LONGEST_SHORT - CODE));
        return cut + "-" + CallCode.of(request.callDigest());
    }
}
