/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session may do: what the scopes say, on the resources of the call, for its seconds. */
class SessionPolicyTest {
    private static final Instant END = Instant.parse("2026-11-26T07:30:00.9Z");
    private static final String SCOPE = "s3:GetObject,s3:GetObjectVersion@arn:aws:s3:::invoices/{customer}/*";

    @Test
    void allowsTheActionsOnTheResourceOfTheCallUntilTheEnd() throws Exception {
        Map<String, Object> policy = parsed(SCOPE + " s3:ListAllMyBuckets@*", Map.of("customer", "4711"));
        assertThat(policy)
                .isEqualTo(Map.of(
                        "Version",
                        "2012-10-17",
                        "Statement",
                        List.of(
                                statement(
                                        List.of("s3:GetObject", "s3:GetObjectVersion"), "arn:aws:s3:::invoices/4711/*"),
                                statement(List.of("s3:ListAllMyBuckets"), "*"))));
    }

    private static Map<String, Object> statement(List<String> actions, String resource) {
        return Map.of(
                "Effect",
                "Allow",
                "Action",
                actions,
                "Resource",
                resource,
                "Condition",
                Map.of("DateLessThan", Map.of("aws:CurrentTime", "2026-11-26T07:30:00Z")));
    }

    /** IAM, Policy elements: variables and tags: ${*}, ${?} and ${$} are the characters themselves. */
    @ParameterizedTest
    @CsvSource({
        "*, ${*}",
        "4711/*, 4711/${*}",
        "47?1, 47${?}1",
        "${aws:username}, ${$}{aws:username}",
        "${*}, ${$}{${*}}",
        "{customer}, {customer}",
        "$1, ${$}1",
        "'\"],\"Resource\":\"*', '\"],\"Resource\":\"${*}'",
        "a\\b, a\\b",
        "Zoë, Zoë",
        "日本, 日本",
        "../4712, ../4712"
    })
    void aValueIsTakenLiterally(String value, String expected) throws Exception {
        Map<String, Object> policy = parsed(SCOPE, Map.of("customer", value));
        assertThat(policy.toString()).contains("Resource=arn:aws:s3:::invoices/" + expected + "/*");
        assertThat((List<?>) policy.get("Statement")).hasSize(1);
        assertThat(SessionPolicy.of(SCOPE, Map.of("customer", value), END)).matches("\\p{ASCII}+");
    }

    @Test
    void numbersAndBooleansAreWritten() throws Exception {
        assertThat(parsed(SCOPE, Map.of("customer", new BigDecimal("4.711E+3"))).toString())
                .contains("/4711/*");
        assertThat(parsed(SCOPE, Map.of("customer", true)).toString()).contains("/true/*");
    }

    @Test
    void whatCannotStandInAResourceMakesNoPolicyAndIsNotShown() {
        for (Object value :
                List.of("", "47\n11", "47\u000011", List.of("4711"), Map.of("id", "4711"), new BigDecimal("1.5"))) {
            assertThatThrownBy(() -> SessionPolicy.of(SCOPE, Map.of("customer", value), END))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("customer")
                    .hasMessageNotContaining("47");
        }
        assertThatThrownBy(() -> SessionPolicy.of(SCOPE, Map.of(), END)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:GetObject",
                "*@arn:aws:s3:::x",
                "GetObject@arn:aws:s3:::x",
                "s3:GetObject@x",
                "s3:GetObject@",
                "s3:GetObject,@arn:aws:s3:::x",
                "s3:GetObject@arn:aws:s3:::${aws:username}/x",
                "s3:GetObject@arn:aws:s3:::x/{",
                "s3:GetObject@arn:aws:s3:::x/}"
            })
    void aScopeOfAnotherFormMakesNoPolicy(String scope) {
        assertThatThrownBy(() -> SessionPolicy.of(scope, Map.of("customer", "1"), END))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPolicyLongerThanAwsTakesIsNotSent() {
        String longest = "a".repeat(1_800);
        assertThat(SessionPolicy.of(SCOPE, Map.of("customer", longest), END)).hasSizeLessThanOrEqualTo(2_048);
        assertThatThrownBy(() -> SessionPolicy.of(SCOPE, Map.of("customer", longest + longest), END))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2048");
    }

    private static Map<String, Object> parsed(String scopes, Map<String, Object> control) throws Exception {
        return StrictJson.parseObject(SessionPolicy.of(scopes, control, END), JsonLimits.ARGUMENTS);
    }
}
