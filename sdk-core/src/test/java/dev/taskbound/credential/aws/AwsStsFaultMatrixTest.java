/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.SideBySide;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.Elsewhere;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.credential.ServerFaults;
import dev.taskbound.credential.SilentServer;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 6, judged by 6: whatever an STS does, no call goes on with a wrong or over-broad session, none hangs past its
 * deadline, nothing is sent on, every denial has the right code.
 */
@NeedsPart(Loopback.class)
@Timeout(180)
class AwsStsFaultMatrixTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final Elsewhere elsewhere = new Elsewhere();
    private final SideBySide sideBySide = new SideBySide(8);

    @AfterEach
    void close() {
        sideBySide.close();
        elsewhere.close();
    }

    @TestFactory
    Stream<DynamicTest> noAnswer() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> row(each.getKey(), CREDENTIAL_UNAVAILABLE, sts -> sts.fault = each.getValue()))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> hostileXml() throws Exception {
        elsewhere.start();
        String address = elsewhere.url("/xxe").toString();
        Map<String, UnaryOperator<String>> rows = new LinkedHashMap<>();
        rows.put(
                "an external entity",
                xml -> "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + address + "\">]>"
                        + xml.replace("<Audience>", "<Audience>&x;"));
        rows.put("an external document type", xml -> "<!DOCTYPE a SYSTEM \"" + address + "\">" + xml);
        rows.put(
                "a file in an entity",
                xml -> "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + xml.replace("<Provider>", "<Provider>&x;"));
        rows.put("a bomb of entities", xml -> bomb() + xml.replace("<Provider>", "<Provider>&i;"));
        rows.put("an entity that nobody declared", xml -> xml.replace("<Provider>", "<Provider>&x;"));
        rows.put("a comment", xml -> xml.replace("<Provider>", "<Provider><!-- -->"));
        rows.put("a processing instruction", xml -> xml.replace("<Provider>", "<Provider><?x y?>"));
        rows.put(
                "an inclusion",
                xml -> xml.replace(
                        "<Provider>",
                        "<Provider><x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"" + address + "\"/>"));
        rows.put("another namespace", xml -> xml.replace("2011-06-15", "2031-06-15"));
        rows.put("no namespace", xml -> xml.replaceFirst(" xmlns=\"[^\"]*\"", ""));
        rows.put("an element twice", xml -> xml.replace("<Credentials>", "<Credentials><AccessKeyId>A</AccessKeyId>"));
        rows.put("nested without end", xml -> xml.replace("<Provider>", "<Provider>" + "<a>".repeat(50_000)));
        rows.put("thousands of elements", xml -> xml.replace("<Provider>", "<a/>".repeat(10_000) + "<Provider>"));
        rows.put("cut in the middle", xml -> xml.substring(0, xml.length() / 2));
        rows.put("two documents", xml -> xml + xml);
        rows.put("a megabyte", xml -> xml.replace("<Provider>", "<Provider>" + "x".repeat(1 << 20)));
        rows.put("an error document", xml -> FakeSts.errorDocument("ExpiredTokenException"));
        rows.put("another answer", xml -> xml.replace("AssumeRoleWithWebIdentity", "AssumeRole"));
        return changed(CREDENTIAL_UNAVAILABLE, rows);
    }

    private static String bomb() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY a \"xxxxxxxxxx\">");
        for (char name = 'b'; name <= 'i'; name++) {
            bomb.append("<!ENTITY ").append(name).append(" \"").append(("&" + (char) (name - 1) + ";").repeat(10));
            bomb.append("\">");
        }
        return bomb.append("]>").toString();
    }

    @TestFactory
    Stream<DynamicTest> somethingElseThanWasAskedFor() {
        Map<String, UnaryOperator<String>> rows = new LinkedHashMap<>();
        rows.put("a session of another role", xml -> xml.replace("assumed-role/invoices", "assumed-role/admin"));
        rows.put("a session in another account", xml -> xml.replace("sts::123456789012", "sts::210987654321"));
        rows.put("a session of another name", xml -> xml.replaceFirst("(invoices/[^<]+)</Arn>", "$1x</Arn>"));
        rows.put("for another audience", xml -> xml.replace("<Audience>sts", "<Audience>xyz"));
        rows.put("no key id", xml -> xml.replaceFirst("<AccessKeyId>.*</AccessKeyId>", ""));
        rows.put("an empty key", xml -> xml.replaceFirst("<SecretAccessKey>.*<", "<SecretAccessKey><"));
        rows.put("no session token", xml -> xml.replaceFirst("<SessionToken>.*</SessionToken>", ""));
        rows.put("a key that is blank", xml -> xml.replaceFirst("<SecretAccessKey>.*<", "<SecretAccessKey> &#10; <"));
        rows.put("a key id with a line end", xml -> xml.replace("<AccessKeyId>", "<AccessKeyId>x&#13;&#10;y"));
        rows.put(
                "a key with a control character",
                xml -> "<?xml version=\"1.1\"?>" + xml.replace("<SecretAccessKey>", "<SecretAccessKey>x&#1;y"));
        rows.put("a key with a NUL", xml -> xml.replace("<SecretAccessKey>", "<SecretAccessKey>x&#0;y"));
        rows.put("a token with a letter that no header holds", xml -> xml.replace("<SessionToken>", "<SessionToken>ü"));
        rows.put("no name of the session", xml -> xml.replaceFirst("<Arn>.*</Arn>", ""));
        rows.put(
                "a user instead of a session",
                xml -> xml.replaceFirst("<Arn>.*</Arn>", "<Arn>arn:aws:iam::123456789012:user/invoices</Arn>"));
        rows.put("a session in another partition", xml -> xml.replace("arn:aws:sts", "arn:aws-cn:sts"));
        rows.put("a token with a line end", xml -> xml.replace("<SessionToken>", "<SessionToken>x&#10;y"));
        rows.put("no expiration", xml -> xml.replaceFirst("<Expiration>.*</Expiration>", ""));
        rows.put("an empty expiration", xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>"));
        rows.put("an expiration in seconds", xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>4102444800"));
        rows.put(
                "an expiration of no date",
                xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>2031-02-30T00:00:00Z"));
        rows.put("an expiration in words", xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>tomorrow"));
        rows.put("expired", xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>2020-01-01T00:00:00Z"));
        return changed(CREDENTIAL_UNAVAILABLE, rows);
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        return Stream.of(
                row("a longer session", CREDENTIAL_TOO_BROAD, sts -> sts.seconds = 3_600),
                row("a session of ten years", CREDENTIAL_TOO_BROAD, sts -> sts.seconds = 315_576_000),
                row(
                        "a session to the end of time",
                        CREDENTIAL_TOO_BROAD,
                        sts -> sts.change =
                                xml -> xml.replaceFirst("<Expiration>[^<]*", "<Expiration>" + Instant.MAX)));
    }

    /** A server that takes the connection and never says who it is. */
    @TestFactory
    Stream<DynamicTest> noHandshake() throws Exception {
        SilentServer silent = new SilentServer();
        return Stream.of(sideBySide.begun("never shakes hands", () -> {
            try (silent) {
                assertDeniedInTime(AwsStsSourceTest.source(silent.address()), SHORT, CREDENTIAL_UNAVAILABLE);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> errorsOfSts() {
        return Stream.of(
                        "ExpiredTokenException",
                        "IDPCommunicationError",
                        "IDPRejectedClaim",
                        "InvalidIdentityToken",
                        "MalformedPolicyDocument",
                        "PackedPolicyTooLarge",
                        "RegionDisabledException",
                        "AccessDenied")
                .map(code -> DynamicTest.dynamicTest(code, () -> {
                    try (FakeSts sts = new FakeSts();
                            GuardedCalls calls = GuardedCalls.of(AwsStsSourceTest.source(sts), AwsStsSourceTest.SCOPES)
                                    .open()) {
                        sts.fault = FakeSts.error(400, code);
                        assertThat(catchThrowableOfType(ToolCallDeniedException.class, calls::find)
                                        .reason())
                                .isEqualTo(CREDENTIAL_UNAVAILABLE);
                        assertThat(calls.recorded()).contains("HTTP 400, " + code);
                        calls.assertNotRecorded(FakeSts.JWT);
                    }
                }));
    }

    private Stream<DynamicTest> changed(ReasonCode expected, Map<String, UnaryOperator<String>> rows) {
        return rows.entrySet().stream()
                .map(each -> row(each.getKey(), expected, sts -> sts.change = each.getValue()))
                .toList()
                .stream();
    }

    private DynamicTest row(String name, ReasonCode expected, Consumer<FakeSts> fault) {
        boolean slow = ServerFaults.isSlow(name.replaceFirst("^[^:]*: ", ""));
        return sideBySide.begun(name, () -> {
            try (FakeSts sts = new FakeSts()) {
                fault.accept(sts);
                assertDeniedInTime(AwsStsSourceTest.source(sts), slow ? SHORT : AMPLE, expected);
                assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            }
        });
    }

    private static void assertDeniedInTime(CredentialSource source, Duration patience, ReasonCode expected) {
        try (GuardedCalls calls = GuardedCalls.of(source, AwsStsSourceTest.SCOPES)
                .patience(patience)
                .open()) {
            long from = System.nanoTime();
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::find);
            assertThat(denied).as("a denial").isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .as("no hanging past the deadline")
                    .isLessThan(AMPLE.dividedBy(2));
            assertThat(denied.reason()).as(calls.recorded()).isEqualTo(expected);
            assertThat(calls.bodies).hasValue(0);
            calls.assertNotRecorded(FakeSts.JWT, FakeSts.KEY, FakeSts.TOKEN);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatPassesIsAskedForOnceMore() {
        return Stream.of(429, 502, 503, 504)
                .map(code -> DynamicTest.dynamicTest("HTTP " + code + ", then a session", () -> {
                    try (FakeSts sts = new FakeSts();
                            GuardedCalls calls = GuardedCalls.of(AwsStsSourceTest.source(sts), AwsStsSourceTest.SCOPES)
                                    .open()) {
                        sts.once = FakeSts.error(code, "Throttling")
                                .newBuilder()
                                .setHeader("Retry-After", "0")
                                .build();
                        calls.find();
                        assertThat(calls.bodies).hasValue(1);
                        assertThat(sts.forms).hasSize(2);
                    }
                }));
    }

    /** The row that shows that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return changedNothing()
                .map(change -> DynamicTest.dynamicTest("nothing is wrong", () -> {
                    try (FakeSts sts = new FakeSts();
                            GuardedCalls calls = GuardedCalls.of(AwsStsSourceTest.source(sts), AwsStsSourceTest.SCOPES)
                                    .open()) {
                        sts.change = change;
                        calls.find();
                        assertThat(calls.bodies).hasValue(1);
                    }
                }));
    }

    private static Stream<UnaryOperator<String>> changedNothing() {
        return Stream.of(
                xml -> xml,
                xml -> "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml,
                xml -> xml.replaceFirst("<Audience>.*</Audience>", ""),
                xml -> xml.replaceFirst(
                        "<Expiration>[^<]*", "<Expiration>" + Instant.now().plusSeconds(800)),
                xml -> xml.replace("<Provider>", "<Provider>&amp;&lt;"));
    }
}
