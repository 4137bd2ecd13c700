/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of months as people write them, in a few languages. A table of its own: what a JDK has differs by version. */
final class MonthNames {
    private static final String[] TABLE = {
        "january jan januar jänner janvier enero gennaio januari janeiro",
        "february feb februar février fevrier febrero febbraio februari fevereiro",
        "march mar märz maerz mars marzo maart março marco",
        "april apr avril abril aprile",
        "may mai mayo maggio mei maio",
        "june jun juni juin junio giugno junho",
        "july jul juli juillet julio luglio julho",
        "august aug août aout agosto augustus",
        "september sep sept septembre septiembre settembre setembro",
        "october oct oktober okt octobre octubre ottobre outubro",
        "november nov novembre noviembre novembro",
        "december dec dezember dez décembre decembre diciembre dicembre dezembro",
    };
    private static final Map<String, Integer> MONTHS = new HashMap<>();

    static {
        for (int i = 0; i < TABLE.length; i++) {
            for (String name : TABLE[i].split(" ", -1)) {
                MONTHS.put(name, i + 1);
            }
        }
    }

    private MonthNames() {}

    /** From 1; 0 for what is no month. */
    static int number(String name) {
        return MONTHS.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
    }
}
