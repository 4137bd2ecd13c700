/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session of an AWS role for each call. */
@NeedsPart(Loopback.class)
@Timeout(60)
class AwsStsSourceTest {
    static final String SCOPES = "{ read: \"s3:GetObject@arn:aws:s3:::invoices/{key}/*\","
            + " write: \"s3:PutObject@arn:aws:s3:::invoices/{key}/*\" }";
    private static final WorkloadIdentity POD =
            (client, audience) -> new ClientAssertion(ClientAssertion.JWT_BEARER, Secret.of(FakeSts.JWT));

    private FakeSts sts;
    private AwsStsSource source;

    @BeforeEach
    void open() throws Exception {
        sts = new FakeSts();
        source = source(sts);
    }

    static AwsStsSource source(FakeSts sts) {
        return source(sts.address());
    }

    static AwsStsSource source(URI endpoint) {
        return AwsStsSource.builder("own", FakeSts.ROLE, "eu-central-1", POD)
                .endpoint(endpoint)
                .build();
    }

    @AfterEach
    void close() {
        sts.close();
    }

    @Test
    void aSessionIsNarrowedToTheActionTheFrozenValuesAndTheTtl() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).ttl("30s").open()) {
            Instant before = Instant.now();
            AwsSession session = AwsSession.of(calls.find()).orElseThrow();
            assertThat(session.accessKeyId()).startsWith("ASIA");
            assertThat(session.secretAccessKey().reveal()).startsWith(FakeSts.KEY);
            assertThat(session.sessionToken().reveal()).startsWith(FakeSts.TOKEN);
            assertThat(session.expiresAt())
                    .isBetween(before.plusSeconds(28), Instant.now().plusSeconds(31));
            assertThat(sts.forms.get(0))
                    .containsEntry("RoleArn", FakeSts.ROLE)
                    .containsEntry("DurationSeconds", "900")
                    .hasEntrySatisfying(
                            "Policy",
                            policy -> assertThat(policy)
                                    .contains("\"Action\":[\"s3:GetObject\"]")
                                    .contains("\"Resource\":\"arn:aws:s3:::invoices/7/*\"")
                                    .contains("\"aws:CurrentTime\":\"" + session.expiresAt() + "\""));
            calls.mark();
            assertThat(sts.forms.get(1).get("Policy")).contains("s3:PutObject").doesNotContain("s3:GetObject");
        }
    }

    /** The request is not signed: the web identity token is what proves who asks. */
    @Test
    void theRequestCarriesNoSignatureAndItsSecretsInTheBodyOnly() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            calls.find();
        }
        assertThat(sts.requests).hasSize(1).allSatisfy(request -> {
            assertThat(request.getMethod()).isEqualTo("POST");
            assertThat(request.getUrl().query()).isNull();
            assertThat(request.getHeaders().get("Authorization")).isNull();
        });
    }

    @Test
    void theSessionIsNamedAfterTaskAndCall() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            String task = calls.call("find", context -> context.task().id());
            assertThat(sts.forms.get(0).get("RoleSessionName"))
                    .startsWith(task + ".")
                    .matches("[\\w+=,.@-]{2,64}");
        }
    }

    @Test
    void nothingIsAskedBeforeThePermitAndTheRecord() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("forbidden", context -> ""));
            assertThat(sts.forms).isEmpty();
            calls.find();
            assertThat(sts.forms).hasSize(1);
        }
    }

    /** Issue 6, "Order": nothing is asked before the approval, and then for what was approved. */
    @Test
    void whatAnApproverSawIsWhatTheSessionAllows() {
        List<Object> before = new ArrayList<>();
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES)
                .approved(open -> before.addAll(sts.forms))
                .open()) {
            calls.mark();
            assertThat(calls.bodies).hasValue(1);
        }
        assertThat(before).isEmpty();
        assertThat(sts.forms)
                .singleElement()
                .satisfies(form -> assertThat(form.get("Policy"))
                        .contains("\"Action\":[\"s3:PutObject\"]", "\"Resource\":\"arn:aws:s3:::invoices/7/*\""));
    }

    @Test
    void anApprovalDoesNotHoldForScopesThatThePolicyNamesMeanwhile() {
        GuardedCalls.Setting setting = GuardedCalls.of(source, SCOPES);
        GuardedCalls.Setting asked = setting.approved(open -> {});
        try (GuardedCalls calls = setting.approved(open -> open.guard()
                        .reload(asked.scopes(SCOPES.replace("{key}", "*")).policy(2)))
                .open()) {
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::mark);
            assertThat(denied.reason()).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
            assertThat(calls.bodies).hasValue(0);
        }
        assertThat(sts.forms).isEmpty();
    }

    @Test
    void aSessionWithoutScopesIsNotAskedFor() {
        try (GuardedCalls calls =
                GuardedCalls.of(source, "{ write: \"s3:PutObject@*\" }").open()) {
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::find);
            assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
            assertThat(sts.forms).isEmpty();
        }
    }

    @Test
    void noSecretIsSeenWhereItIsShown() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            Credential seen = calls.find();
            assertThat(seen + "" + AwsSession.of(seen) + source + calls.recorded())
                    .contains(seen.id())
                    .doesNotContain(FakeSts.KEY, FakeSts.TOKEN, FakeSts.JWT);
        }
    }

    @Test
    void aSessionIsNotPresentedInAHeader() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            Credential seen = calls.find();
            assertThatThrownBy(() -> seen.headers("GET", URI.create("https://s3.amazonaws.com/")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining(FakeSts.TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "invoices", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:user/x"})
    void aRoleOfAnotherFormIsRefused(String role) {
        assertThatThrownBy(() -> AwsStsSource.builder("own", role, "eu-central-1", POD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu", "evil.example/", "eu-central-1.evil.example"})
    void aRegionOfAnotherFormIsRefused(String region) {
        assertThatThrownBy(() -> AwsStsSource.builder("own", FakeSts.ROLE, region, POD))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
