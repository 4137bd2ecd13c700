/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ToolDescriptor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 5, "Pinning": a lock file with the digest of each tool's name, description and schema; intents with reviewer and date. */
class PolicyLockTest {
    private static final String PROMPT = AgentPin.promptDigest("You are a helper.");
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withDescription("Pays. \"It's\" final: \\n\tno way back")
            .withSchema(
                    "{\"type\":\"object\", \"properties\":{\"amount\":{\"type\":\"number\",\"description\":\"it's\"},"
                            + "\"iban\":{\"type\":\"string\"}}}");
    private static final ToolDescriptor LOOK = ToolDescriptor.named("look").withSource("mcp:shop");

    private final Policy policy = Policy.parse("p.yaml", PolicyFiles.BASE);

    private PolicyLock lock() {
        String digest = policy.intentDigest("buy").orElseThrow();
        return PolicyLock.of(policy)
                .withTools(List.of(ToolPin.of(PAY), ToolPin.of(LOOK)))
                .withAgent("helper", new AgentPin(Set.of("large-2026-05", "small-2026-05"), PROMPT))
                .withIntents(
                        Map.of("buy", new IntentPin(digest, "jane@example.com", LocalDate.of(2026, 11, 25), null)));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        PolicyLock read = PolicyLock.parse("taskbound.lock", lock().text());

        assertThat(read.digest()).isEqualTo(lock().digest());
        assertThat(read.text()).isEqualTo(lock().text());
        assertThat(read.tools()).isEqualTo(lock().tools()).containsOnlyKeys("pay", "mcp:shop/look");
        assertThat(read.agents()).isEqualTo(lock().agents());
        assertThat(read.intents()).isEqualTo(lock().intents());
    }

    @Test
    void whatAToolSaysOfItselfIsReadAsItWasWritten() {
        List<ToolDescriptor> read = ToolList.parse(ToolList.json(List.of(PAY, LOOK, PAY)), "");

        assertThat(read.stream().map(ToolPin::of)).containsExactly(ToolPin.of(LOOK), ToolPin.of(PAY));
        assertThat(read.get(0).source()).isEqualTo("mcp:shop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolList.parse(ToolList.json(List.of(LOOK)), "mcp:other"))
                .withMessage("expected tools[0] (look) to come from mcp:other, found the source mcp:shop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolList.json(List.of(PAY.withSchema("[]"))))
                .withMessageContaining("the schema of pay cannot be used");
    }

    @Test
    void reviewsAreDueOnceTheirDayHasPassedOrWhatWasReviewedChanged() {
        Policy risky = Policy.parse(
                "p.yaml",
                PolicyFiles.replace(
                        PolicyFiles.BASE,
                        "owner: team,",
                        "owner: team, risk: { decision: accept, review_by: 2027-01-31 },"));
        Instant before = Instant.parse("2027-01-31T23:59:59Z");
        assertThat(risky.reviewsDue(before)).isEmpty();
        assertThat(risky.reviewsDue(before.plusSeconds(1)))
                .singleElement()
                .asString()
                .contains("agents.helper", "2027-01-31", "team");

        assertThat(policy.locked(lock()).reviewsDue(before)).isEmpty();
        Policy changed = Policy.parse("p.yaml", PolicyFiles.replace(PolicyFiles.BASE, "calls: 9", "calls: 8"));
        assertThat(changed.locked(lock()).reviewsDue(before))
                .containsExactly("intents.buy: changed since jane@example.com reviewed it on 2026-11-25");
        Policy production = Policy.parse(
                "p.yaml", PolicyFiles.replace(PolicyFiles.BASE, "revision: 3", "revision: 3\nenvironment: production"));
        assertThat(production.locked(PolicyLock.of(production)).reviewsDue(before))
                .containsExactly("intents.buy: never reviewed");
    }

    @Test
    void aToolIsTheSameInAnyLayoutOfItsSchemaAndAnotherWithAnotherWordInItsDescription() {
        String spread = PAY.schema().replace(",", " , ");

        assertThat(ToolPin.of(PAY.withSchema(spread))).isEqualTo(ToolPin.of(PAY));
        assertThat(ToolPin.of(PAY.withDescription("Pays anybody")).digest())
                .isNotEqualTo(ToolPin.of(PAY).digest());
        assertThat(ToolPin.of(PAY.withSource("mcp:x")).digest())
                .isNotEqualTo(ToolPin.of(PAY).digest());
    }

    @Test
    void aDescriptionThatHidesTextFromAReaderCannotBePinned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolPin.of(PAY.withDescription("Pays.\u202e to me")))
                .withMessageContaining("U+202E");
        assertThatIllegalArgumentException().isThrownBy(() -> ToolPin.of(PAY.withSchema("[]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: 1        | version: 2          | version: found 2, expected the number 1",
                "policy: \"base\"  | polcy: x            | did you mean \"policy\"?",
                "Pays.             | Pays anybody.       | tools.pay.digest: found the digest of something else",
                "\"type\":\"number\" | \"type\":\"string\" | tools.pay.digest: found the digest of something else",
                "digest: \"sha-256: | digest: \"md5:      | expected a digest such as sha-256",
                "schema: '{        | schema: '[          | expected a JSON Schema, as JSON text in single quotes",
                "reviewer:         | reviewr:            | did you mean \"reviewer\"?",
                "reviewed: \"2026-11-25\" | reviewed: soon | expected a date such as",
                "models:           | modles:             | did you mean \"models\"?"
            })
    void everyMistakeIsNamedWithItsPlace(String old, String replacement, String message) {
        String text = PolicyFiles.replace(lock().text(), old, replacement);

        PolicyException refused =
                catchThrowableOfType(PolicyException.class, () -> PolicyLock.parse("taskbound.lock", text));

        assertThat(refused).hasMessageContaining(message).hasMessageStartingWith("taskbound.lock:");
    }

    @Test
    void theLockOfAnotherPolicyDoesNotFit() {
        PolicyLock other = PolicyLock.parse("l", "version: 1\npolicy: other\n");

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy.locked(other))
                .withMessageContaining("found the lock of other, expected that of base");
    }

    @Test
    void theVersionOfAPolicyCoversItsLockAndTheFileIsTheSame() {
        Policy locked = policy.locked(lock());
        Policy lessLocked = policy.locked(lock().withTools(List.of(ToolPin.of(PAY))));

        assertThat(Set.of(policy.version(), locked.version(), lessLocked.version()))
                .hasSize(3);
        assertThat(locked.version()).isEqualTo(policy.locked(lock()).version());
        assertThat(locked.isSameFile(lessLocked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "calls: 9           | calls: 8",
                "control: [iban]    | control: [iban, amount]",
                "[shop.example.com] | [evil.example.com]",
                "client: reader     | client: writer",
                "'buyer' in         | 'seller' in"
            })
    void aReviewOfAnIntentCoversItsToolsDestinationsAndSources(String old, String replacement) {
        Policy changed = Policy.parse("p.yaml", PolicyFiles.replace(PolicyFiles.BASE, old, replacement));

        assertThat(changed.intentDigest("buy")).isPresent().isNotEqualTo(policy.intentDigest("buy"));
    }

    @Test
    void aReviewOfAnIntentDoesNotCoverWhatOthersUse() {
        Policy changed = Policy.parse(
                "p.yaml", PolicyFiles.replace(PolicyFiles.BASE, "tools:\n", "tools:\n  other: { action: admin }\n"));

        assertThat(changed.intentDigest("buy")).isEqualTo(policy.intentDigest("buy"));
        assertThat(policy.intentDigest("sell")).isEmpty();
    }

    @Test
    void whatALockLetsThroughAnewIsAnnounced() {
        Policy older = policy.locked(lock());
        PolicyLock more = lock().withTools(List.of(
                        ToolPin.of(PAY.withDescription("Pays anybody")), ToolPin.of(ToolDescriptor.named("wipe"))))
                .withAgent("helper", new AgentPin(Set.of("large-2026-05", "other"), null));

        assertThat(older.widenings(policy.locked(more)))
                .containsExactly(
                        "lock.tools.pay: changed",
                        "lock.tools.wipe: new",
                        "lock.agents.helper.models: added other",
                        "lock.agents.helper.prompt: changed");
        assertThat(older.widenings(policy)).containsExactly("lock: removed");
        assertThat(older.widenings(policy.locked(lock().withTools(List.of())))).isEmpty();
    }

    @Test
    void aRiskThatNobodyLookedAtAgainIsOverdueFromTheDayAfter() {
        String risk = "owner: team, risk: { decision: accept, ticket: RISK-7, review_by: 2026-03-31 }";
        Policy risky = Policy.parse("p.yaml", PolicyFiles.replace(PolicyFiles.BASE, "owner: team", risk));

        assertThat(risky.overdueRisks(Instant.parse("2026-03-31T23:59:59Z"))).isEmpty();
        assertThat(risky.overdueRisks(Instant.parse("2026-04-01T00:00:00Z")))
                .singleElement()
                .hasToString("agents.helper: the decision to accept its risk had to be reviewed by 2026-03-31"
                        + " (owner team, RISK-7)");
        assertThat(risky.risks()).hasSize(1);
    }
}
