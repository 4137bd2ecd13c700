/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.JwtVerifier;
import dev.taskbound.credential.VerifiedJwt;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.state.Revocation.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what one transmitter of security events pushes (RFC 8935), from whatever HTTP endpoint receives it, and turns it
 * into revocations: {@code session-revoked}, {@code credential-change} and {@code risk-level-change} of CAEP 1.0.
 *
 * <pre>{@code
 * SecurityEventReceiver events = guard.securityEvents("https://idp.example.com")
 *         .keys(URI.create("https://idp.example.com/jwks"))
 *         .audience("https://agents.example.com/events")
 *         .build();
 *
 * SecurityEventResponse answer = events.receive(request::getHeader, body);
 * }</pre>
 *
 * <p>Guaranteed: what an event revokes is in force when 202 is answered, calls under way included; only an event revokes
 * that the transmitter signed for this audience, lately, and that was not taken in before, by whatever process shares the
 * guard's state store. The same event sent again is answered as the first time and does nothing (RFC 8935, 2). An event
 * whose subject means nothing here is acknowledged, recorded and does nothing: the transmitter could not do better. What it
 * revokes stays revoked until somebody lifts it. Thread-safe; blocks while it decides.
 */
public final class SecurityEventReceiver {
    /** Bytes of an event; more is not read. */
    public static final int LONGEST_BODY = 32 * 1024;

    public static final String CONTENT_TYPE = "application/secevent+jwt";

    private static final Logger log = LoggerFactory.getLogger(SecurityEventReceiver.class);
    private static final String TOKEN_TYPE = "secevent+jwt";
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final String ID_PREFIX = "taskbound-security-event-v1\0";

    private final EventEffects effects;
    private final String issuer;
    private final String audience;
    private final JwtVerifier signatures;
    private final Duration maxAge;
    private final @Nullable Secret authorization;
    private final EventRules rules;
    private final Subjects subjects;
    private final Map<String, CompletableFuture<SecurityEventResponse>> underWay = new ConcurrentHashMap<>();

    private SecurityEventReceiver(Builder builder, JwtVerifier signatures, String audience) {
        this.effects = builder.effects;
        this.issuer = builder.issuer;
        this.audience = audience;
        this.signatures = signatures;
        this.maxAge = builder.maxAge;
        this.authorization = builder.authorization;
        this.rules = new EventRules(builder.riskLevels, builder.credentialChanges);
        this.subjects = new Subjects(builder.mapping, builder.issuers);
    }

    /** Use {@code ToolGuard.securityEvents}, which gives the guard's own effects. */
    public static Builder from(String issuer, EventEffects effects) {
        return new Builder(issuer, effects);
    }

    /**
     * Judges one request, which was a POST. Waits for the guard, and for the transmitter's keys where they are not at hand.
     *
     * @param header gives a header's value by its lower-case name, or null: {@code request::getHeader}
     * @param body the body as it was received, or one byte more than {@link #LONGEST_BODY} of a longer one
     */
    public SecurityEventResponse receive(Function<String, @Nullable String> header, byte[] body) {
        SecurityEventResponse answer;
        try {
            answer = body.length > LONGEST_BODY ? SecurityEventResponse.TOO_LARGE : judge(header, body);
        } catch (EventRefusedException e) {
            log.info("refused a security event of {}: {}", issuer, e.getMessage());
            answer = e.response();
        } catch (RuntimeException e) {
            // Without message: an application's mapping may quote whom the event is about.
            log.error(
                    "a security event of {} could not be carried out ({})",
                    issuer,
                    e.getClass().getName());
            log.debug("why a security event could not be carried out", e);
            answer = SecurityEventResponse.UNAVAILABLE;
        }
        if (!answer.isAccepted()) {
            effects.counted(answer.status() == SecurityEventResponse.UNAVAILABLE.status() ? "failed" : "refused");
        }
        return answer;
    }

    private SecurityEventResponse judge(Function<String, @Nullable String> header, byte[] body) {
        Secret expected = authorization;
        String presented = header.apply("authorization");
        if (expected != null && (presented == null || !expected.equals(Secret.of(presented)))) {
            throw EventRefusedException.of("authentication_failed", "expected the agreed authorization header");
        }
        String type = header.apply("content-type");
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(CONTENT_TYPE)) {
            return SecurityEventResponse.WRONG_TYPE;
        }
        SecurityEvent event = event(new String(body, StandardCharsets.ISO_8859_1));
        String id = Digests.sha256(ID_PREFIX, List.of(issuer, event.jti()));
        CompletableFuture<SecurityEventResponse> mine = new CompletableFuture<>();
        CompletableFuture<SecurityEventResponse> other = underWay.putIfAbsent(id, mine);
        if (other != null) {
            // The same event at the same time: its answer is this one's too.
            return other.join();
        }
        try {
            SecurityEventResponse answer = takeIn(event, id);
            mine.complete(answer);
            return answer;
        } catch (EventRefusedException e) {
            mine.complete(e.response());
            throw e;
        } finally {
            mine.complete(SecurityEventResponse.UNAVAILABLE);
            underWay.remove(id);
        }
    }

    private SecurityEvent event(String token) {
        VerifiedJwt jwt;
        try {
            jwt = signatures.verify(token);
            String iss = jwt.text("iss").orElse("");
            if (!iss.equals(issuer)) {
                throw EventRefusedException.of("invalid_issuer", "expected another issuer");
            }
            if (!jwt.audience().contains(audience)) {
                throw EventRefusedException.of("invalid_audience", "expected another audience");
            }
            requireFresh(jwt);
            return SecurityEvent.of(jwt);
        } catch (CredentialRefusedException e) {
            throw EventRefusedException.of(e);
        }
    }

    private void requireFresh(VerifiedJwt jwt) {
        Instant now = effects.clock().instant();
        Instant issued =
                jwt.time("iat").orElseThrow(() -> EventRefusedException.invalid("expected an iat (RFC 8417, 2.2)"));
        boolean begun = jwt.time("nbf").stream().noneMatch(now.plus(AHEAD)::isBefore);
        if (issued.isBefore(now.minus(maxAge)) || issued.isAfter(now.plus(AHEAD)) || !begun) {
            throw EventRefusedException.invalid("expected an event issued within the last " + maxAge);
        }
    }

    private SecurityEventResponse takeIn(SecurityEvent event, String id) {
        EventRules.Meaning meaning = rules.meaning(event);
        Set<Target> targets = meaning == EventRules.Meaning.REVOKES ? subjects.of(event.subject()) : Set.of();
        if (meaning == EventRules.Meaning.UNKNOWN) {
            effects.counted("no_effect");
            return SecurityEventResponse.ACCEPTED;
        }
        if (!effects.begin(id, maxAge.plus(AHEAD).plus(AHEAD))) {
            effects.counted("replayed");
            return SecurityEventResponse.ACCEPTED;
        }
        String what = EventRules.shown(event.type());
        String reason = what + event.reason().map(words -> ": " + words).orElse("");
        targets.forEach(target -> effects.revoke(target, issuer, reason));
        effects.record(details(event, what, targets));
        effects.done(id);
        effects.counted(targets.isEmpty() ? "no_effect" : "revoked");
        tell(event, meaning, targets);
        return SecurityEventResponse.ACCEPTED;
    }

    private Map<String, Object> details(SecurityEvent event, String what, Set<Target> targets) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("issuer", issuer);
        details.put("event", what);
        details.put("event_id", event.id());
        details.put(
                "revokes",
                targets.stream()
                        .map(target -> Map.of("target", target.kind().word(), "name", target.name()))
                        .toList());
        return details;
    }

    private void tell(SecurityEvent event, EventRules.Meaning meaning, Set<Target> targets) {
        if (meaning == EventRules.Meaning.STREAM) {
            // Paused or disabled, it brings no events: that must not go unseen.
            log.warn("the event stream of {} says that it is now {}", issuer, event.streamStatus());
        } else if (meaning == EventRules.Meaning.REVOKES && targets.isEmpty()) {
            log.warn(
                    "a {} of {} names {}, which means nothing here: nothing was revoked",
                    EventRules.shown(event.type()),
                    issuer,
                    event.subject());
        }
    }

    /** Names the transmitter and the audience. */
    @Override
    public String toString() {
        return "SecurityEventReceiver[" + audience + " trusts " + issuer + "]";
    }

    /** Collects a {@link SecurityEventReceiver}. Keys and audience are needed. Not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST_AGE = Duration.ofDays(7);

        private final String issuer;
        private final EventEffects effects;
        private @Nullable String keySet;
        private @Nullable URI keyAddress;
        private @Nullable String audience;
        private @Nullable OkHttpClient client;
        private @Nullable Secret authorization;
        private Duration maxAge = Duration.ofMinutes(10);
        private Set<String> riskLevels = Set.of("HIGH");
        private Set<String> credentialChanges = EventRules.ALL_CHANGES;
        private Set<String> issuers;
        private SubjectMapping mapping = subject -> Set.of();

        private Builder(String issuer, EventEffects effects) {
            this.issuer = Objects.requireNonNull(issuer, "issuer");
            this.effects = Objects.requireNonNull(effects, "effects");
            this.issuers = Set.of(issuer);
        }

        /** Keys that are known: a JWK set (RFC 7517, 5) as JSON text. */
        public Builder keys(String jwkSet) {
            this.keySet = Objects.requireNonNull(jwkSet, "jwkSet");
            this.keyAddress = null;
            return this;
        }

        /**
         * Keys that the transmitter publishes: fetched when first needed, kept for 10 minutes, fetched anew at once for a key
         * id not seen before, but then not again for 30 seconds.
         *
         * @param jwksUri HTTPS, or HTTP on loopback
         */
        public Builder keys(URI jwksUri) {
            this.keyAddress = Objects.requireNonNull(jwksUri, "jwksUri");
            this.keySet = null;
            return this;
        }

        /** What this receiver is called in {@code aud}, as agreed when the stream was made. */
        public Builder audience(String name) {
            this.audience = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The client whose TLS, proxy and connection settings are used to fetch keys. */
        public Builder client(OkHttpClient okHttp) {
            this.client = Objects.requireNonNull(okHttp, "okHttp");
            return this;
        }

        /**
         * The whole {@code Authorization} header that the transmitter sends with each event, as agreed when the stream was made
         * ({@code authorization_header}, SSF 1.0). Without it the signature alone is what an event is believed for.
         */
        public Builder authorizationHeader(Secret value) {
            this.authorization = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * How old an event may be when it comes, 10 minutes by default, at most 7 days; so long it is remembered that it came.
         * An event that comes later is refused, so it has to cover the time for which the transmitter tries again.
         */
        public Builder maxAge(Duration longest) {
            if (longest.isNegative() || longest.isZero() || longest.compareTo(LONGEST_AGE) > 0) {
                throw new IllegalArgumentException("expected an age of up to " + LONGEST_AGE + ", found " + longest);
            }
            this.maxAge = longest;
            return this;
        }

        /** Which levels of {@code risk-level-change} revoke: of LOW, MEDIUM and HIGH; by default HIGH alone. */
        public Builder riskLevels(String... levels) {
            this.riskLevels = words(EventRules.ALL_LEVELS, levels);
            return this;
        }

        /** Which changes of {@code credential-change} revoke: of create, revoke, update and delete; by default all. */
        public Builder credentialChanges(String... changes) {
            this.credentialChanges = words(EventRules.ALL_CHANGES, changes);
            return this;
        }

        private static Set<String> words(Set<String> all, String... some) {
            Set<String> words = Set.of(some);
            if (!all.containsAll(words)) {
                throw new IllegalArgumentException("expected some of " + all + ", found " + words);
            }
            return words;
        }

        /**
         * Whose users and tokens are those of this guard, instead of the transmitter's alone: a user ({@code iss_sub}) of one of
         * them is the principal of that name, a token ({@code jwt_id}) the credential of that id.
         */
        public Builder subjectsOf(String... issuerNames) {
            this.issuers = Set.of(issuerNames);
            return this;
        }

        /** What other subjects are called here: e-mail addresses, sessions, agents, tenants. Asked before all else. */
        public Builder subjects(SubjectMapping application) {
            this.mapping = Objects.requireNonNull(application, "application");
            return this;
        }

        /** @throws IllegalStateException if keys or audience are missing */
        public SecurityEventReceiver build() {
            String name = audience;
            if (name == null || name.isBlank() || (keySet == null && keyAddress == null)) {
                throw new IllegalStateException("a receiver of security events needs keys(…) and audience(…)");
            }
            return new SecurityEventReceiver(this, verifier(), name);
        }

        private JwtVerifier verifier() {
            String known = keySet;
            if (known != null) {
                return JwtVerifier.of(known, TOKEN_TYPE);
            }
            OkHttpClient settings = client == null ? new OkHttpClient() : client;
            Clock clock = effects.clock();
            return JwtVerifier.at(Objects.requireNonNull(keyAddress), TOKEN_TYPE, settings, clock);
        }
    }
}
