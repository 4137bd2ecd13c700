/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.IssuerAnswer;
import dev.taskbound.credential.IssuerClient;
import dev.taskbound.credential.IssuerRequest;
import dev.taskbound.identity.WorkloadIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A session of an AWS role for each call ({@code AssumeRoleWithWebIdentity}), by a JWT of a {@link WorkloadIdentity}; no
 * AWS key of this process is needed. Register it for a source of {@code type: custom}:
 *
 * <pre>{@code
 * sources:      { invoices: { type: custom } }
 * destinations: { invoices: { hosts: ["s3.eu-central-1.amazonaws.com"], source: invoices, audience: sts.amazonaws.com, ttl: 60s,
 *                             scopes: { read: "s3:GetObject@arn:aws:s3:::invoices/{customer}/*" } } }
 * }</pre>
 *
 * <p>Guaranteed: the session may do what the scopes of the destination name for the call's action, as far as the role may
 * do it at all; {@code {customer}} stands for the frozen value of that control argument, taken literally. It may do so
 * until the destination's {@code ttl} is over, by AWS's clock, which the session policy says ({@code aws:CurrentTime}),
 * because the shortest session lives 15 minutes. The session is one of the role that was asked for, under a name made of
 * task and call, which CloudTrail shows. Not guaranteed: that it ends earlier. AWS cannot end a session, so a revocation
 * leaves it alive until {@link Credential#expiresAt}.
 *
 * <p>Thread-safe. A tool gets the three values with {@link AwsSession#of}.
 */
public final class AwsStsSource implements CredentialSource {
    /** The shortest that AWS grants. */
    private static final Duration SESSION = Duration.ofMinutes(15);

    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int LONGEST_TASK = 43;
    private static final int DIGEST_LENGTH = 20;

    private final String source;
    private final RoleArn role;
    private final WorkloadIdentity identity;
    private final String client;
    private final String audience;
    private final URI endpoint;
    private final IssuerClient http;
    private final Clock clock;

    AwsStsSource(AwsStsBuilder builder, IssuerClient http) {
        this.source = builder.source;
        this.role = builder.role;
        this.identity = builder.identity;
        this.client = builder.client;
        this.audience = builder.audience;
        this.endpoint = builder.endpoint;
        this.clock = builder.clock;
        this.http = http;
    }

    /**
     * @param source the policy's name of the source
     * @param roleArn such as {@code arn:aws:iam::123456789012:role/agents/invoices}
     * @param region whose STS is asked, such as {@code eu-central-1}
     * @param identity whose {@code assertion} is the web identity token, a fresh one for each call
     */
    public static AwsStsBuilder builder(String source, String roleArn, String region, WorkloadIdentity identity) {
        return new AwsStsBuilder(
                requireNonNull(source, "source"), roleArn, region, requireNonNull(identity, "identity"));
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        Instant asked = clock.instant();
        Instant end = asked.plus(request.destination().ttl()).truncatedTo(ChronoUnit.SECONDS);
        try {
            String policy = policy(request, end);
            String name = sessionName(request);
            return http.within(
                    asked,
                    request.deadline(),
                    left -> http.ask(() -> form(policy, name), left)
                            .thenApply(answer -> credential(answer, name, asked, end)),
                    late -> {});
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private String policy(CredentialRequest request, Instant end) {
        String scopes = request.destination()
                .scope(request.action())
                .orElseThrow(() -> unavailable("the destination names no scopes for the action "
                        + request.action().word()));
        try {
            return SessionPolicy.of(scopes, request.control(), end);
        } catch (IllegalArgumentException e) {
            throw unavailable("found " + e.getMessage());
        }
    }

    /** AssumeRoleWithWebIdentity, RoleSessionName: 2 to 64 of these characters. */
    private static String sessionName(CredentialRequest request) {
        String task = request.task().id();
        String digest = request.callDigest().replaceFirst("^sha-256:", "");
        String name = cut(task, LONGEST_TASK) + "." + cut(digest, DIGEST_LENGTH);
        return name.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
    }

    private static String cut(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    private IssuerRequest form(String policy, String name) {
        Map<String, Secret> form = new LinkedHashMap<>();
        form.put("Action", Secret.of("AssumeRoleWithWebIdentity"));
        form.put("Version", Secret.of("2011-06-15"));
        form.put("RoleArn", Secret.of(role.text()));
        form.put("RoleSessionName", Secret.of(name));
        form.put("DurationSeconds", Secret.of(String.valueOf(SESSION.toSeconds())));
        form.put("Policy", Secret.of(policy));
        form.put("WebIdentityToken", identity.assertion(client, audience).value());
        return IssuerRequest.postForm(endpoint, form).with("Accept", Secret.of("text/xml"));
    }

    private Credential credential(IssuerAnswer answered, String name, Instant asked, Instant end) {
        StsAnswer answer = StsAnswer.of(answered);
        Set<String> confirmed = new HashSet<>(Set.of("role", "session_name", "expiration"));
        if (!answer.token("AssumedRoleUser/Arn").equals(role.session(name))) {
            throw answered.unusable("expected a session of the role that was asked for");
        }
        if (answer.text("Audience").isPresent()) {
            if (!answer.token("Audience").equals(audience)) {
                throw answered.unusable("expected the Audience " + audience);
            }
            confirmed.add("aud");
        }
        if (answer.text("PackedPolicySize").isPresent()) {
            confirmed.add("policy");
        }
        Instant expires = expiration(answer);
        if (expires.isAfter(asked.plus(SESSION).plus(SKEW))) {
            throw answered.tooBroad("the session lives longer than " + SESSION.toMinutes() + " minutes");
        }
        AwsSession session = new AwsSession(
                answer.token("Credentials/AccessKeyId"),
                Secret.of(answer.token("Credentials/SecretAccessKey")),
                Secret.of(answer.token("Credentials/SessionToken")),
                expires.isBefore(end) ? expires : end);
        return session.credential(source, confirmed);
    }

    private static Instant expiration(StsAnswer answer) {
        try {
            return Instant.parse(answer.token("Credentials/Expiration"));
        } catch (DateTimeParseException e) {
            throw answer.answer().unusable("expected an Expiration in ISO 8601");
        }
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "source " + source + ": " + message);
    }

    /** Names source, role and endpoint. */
    @Override
    public String toString() {
        return "AwsStsSource[" + source + ": " + role.text() + " at " + endpoint + "]";
    }
}
