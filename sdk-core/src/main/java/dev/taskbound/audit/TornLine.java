/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;

/** The bytes after the last line feed of a log: what is left of a write that a crash cut short. */
final class TornLine {
    /** How many of the bytes are kept as text. */
    static final int KEPT = 1024;

    private TornLine() {}

    /**
     * Puts a {@code RECOVERED} record in their place. It is written over them before the rest of them is cut off, so that
     * a crash in between leaves evidence, too.
     */
    static void replace(LogFile file, LogScan scan, Clock clock) throws IOException {
        AuditEvent event = new AuditEvent(AuditEvent.Type.RECOVERED, clock.instant(), "", "", evidence(file, scan));
        Chain chain = scan.chain();
        String text = EventJson.write(event);
        String hash = chain.hashOfNext(text);
        file.seek(scan.verifiedBytes());
        file.write(chain.lineOfNext(text, hash));
        file.cutRest();
        file.sync();
        chain.advance(hash);
    }

    private static Map<String, Object> evidence(LogFile file, LogScan scan) throws IOException {
        try (InputStream head = file.readFrom(scan.verifiedBytes());
                InputStream all = file.readFrom(scan.verifiedBytes())) {
            return Map.of(
                    "torn.bytes", scan.tornBytes(),
                    "torn.digest", new Sha256().of(all),
                    "torn.start", Base64.getUrlEncoder().withoutPadding().encodeToString(head.readNBytes(KEPT)));
        }
    }
}
