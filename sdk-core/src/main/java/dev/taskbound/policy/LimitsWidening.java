/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.policy.IntentLimits.Budget;
import dev.taskbound.policy.IntentLimits.Rate;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What newer limits of an intent open. */
final class LimitsWidening {
    private final Widening widening;
    private final IntentRules newerRules;

    /** @param newerRules of the newer policy: a budget of a tool that they do not allow is of no use */
    LimitsWidening(Widening widening, IntentRules newerRules) {
        this.widening = widening;
        this.newerRules = newerRules;
    }

    void compare(String path, IntentLimits older, IntentLimits newer) {
        widening.raised(path + ".calls", older.calls(), newer.calls());
        widening.raised(path + ".writes", older.writes(), newer.writes());
        widening.raised(path + ".denials", older.denials(), newer.denials());
        widening.raised(path + ".depth", older.depth(), newer.depth());
        widening.raised(path + ".duration", older.duration(), newer.duration());
        sums(path + ".sum", older.sums(), newer.sums());
        rate(path + ".rate", older.rate(), newer.rate());
        raisedOrRemoved(path + ".repeats", older.repeats(), newer.repeats());
        raisedOrRemoved(path + ".destinations", older.destinations(), newer.destinations());
        older.tools().forEach((key, budget) -> {
            if (newerRules.allow().stream().anyMatch(rule -> rule.tool().equals(key))) {
                budget(path + ".tools." + key, budget, newer.tools().get(key));
            }
        });
        older.actions()
                .forEach((action, budget) -> budget(
                        path + ".actions." + action.word(),
                        budget,
                        newer.actions().get(action)));
    }

    private void budget(String path, Budget older, @Nullable Budget newer) {
        if (newer == null) {
            widening.say(path, "removed");
            return;
        }
        raisedOrRemoved(path + ".count", older.count(), newer.count());
        sums(path + ".sum", older.sums(), newer.sums());
    }

    private void sums(String path, Map<String, BigDecimal> older, Map<String, BigDecimal> newer) {
        older.forEach((argument, most) -> raisedOrRemoved(path + "." + argument, most, newer.get(argument)));
    }

    /** Another stretch of time is not compared: more calls in a longer one can be faster or slower. */
    private void rate(String path, @Nullable Rate older, @Nullable Rate newer) {
        if (older == null) {
            return;
        }
        boolean isNoFaster =
                newer != null && newer.calls() <= older.calls() && newer.per().compareTo(older.per()) >= 0;
        if (!isNoFaster) {
            widening.say(path, newer == null ? "removed" : "changed");
        }
    }

    private <T extends Comparable<? super T>> void raisedOrRemoved(String path, @Nullable T older, @Nullable T newer) {
        if (older == null) {
            return;
        }
        if (newer == null) {
            widening.say(path, "removed");
        } else {
            widening.raised(path, older, newer);
        }
    }
}
