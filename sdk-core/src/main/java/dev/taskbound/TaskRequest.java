/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for when it opens a task. Everything here comes from application code: never from the
 * model, a message list or an inbound header.
 */
public final class TaskRequest {
    private final String intent;
    private final String agent;
    private final String tenant;
    private final @Nullable Principal principal;
    private final @Nullable String statement;
    private final Map<String, Object> parameters;
    private final Set<String> modelParameters;
    private final @Nullable Duration duration;

    private TaskRequest(Builder builder) {
        this.intent = builder.intent;
        this.agent = Objects.requireNonNull(builder.agent, "agent: name the agent as the policy's agents do");
        this.tenant = builder.tenant;
        this.principal = builder.principal;
        this.statement = builder.statement;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.parameters));
        this.modelParameters = Set.copyOf(builder.modelParameters);
        this.duration = builder.duration;
    }

    /** Starts a request for a task under this intent of the policy. */
    public static Builder intent(String intent) {
        return new Builder(Objects.requireNonNull(intent, "intent"));
    }

    public String intent() {
        return intent;
    }

    public String agent() {
        return agent;
    }

    /** The tenant, or the empty text where the application has none. */
    public String tenant() {
        return tenant;
    }

    public Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    /** The words of the person who asked. */
    public Optional<String> statement() {
        return Optional.ofNullable(statement);
    }

    /** The intent's parameters by name: text, numbers, booleans or lists of these. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** Names of the parameters that a model extracted: bound like the others, but untrusted as an origin. */
    public Set<String> modelParameters() {
        return modelParameters;
    }

    /** A longest life shorter than the policy's; it can never lengthen it. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }

    /** The same request for a tenant and a principal that the guard has determined. */
    public TaskRequest within(String newTenant, @Nullable Principal newPrincipal) {
        Builder builder = new Builder(intent);
        builder.agent = agent;
        builder.tenant = newTenant;
        builder.principal = newPrincipal;
        builder.statement = statement;
        builder.parameters.putAll(parameters);
        builder.modelParameters.addAll(modelParameters);
        builder.duration = duration;
        return builder.build();
    }

    /** Names the intent and the agent; the rest may hold personal data. */
    @Override
    public String toString() {
        return "TaskRequest[" + intent + " by " + agent + "]";
    }

    /** Collects a {@link TaskRequest}. Not thread-safe. */
    public static final class Builder {
        private final String intent;
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private final Set<String> modelParameters = new HashSet<>();
        private @Nullable String agent;
        private String tenant = "";
        private @Nullable Principal principal;
        private @Nullable String statement;
        private @Nullable Duration duration;

        private Builder(String intent) {
            this.intent = intent;
        }

        public Builder agent(String name) {
            this.agent = Objects.requireNonNull(name, "name");
            return this;
        }

        public Builder tenant(String name) {
            this.tenant = Objects.requireNonNull(name, "name");
            return this;
        }

        public Builder principal(Principal whom) {
            this.principal = Objects.requireNonNull(whom, "whom");
            return this;
        }

        /** The words of the person who asked, as the application received them; not a prompt with retrieved text. */
        public Builder statement(String words) {
            this.statement = Objects.requireNonNull(words, "words");
            return this;
        }

        /** A parameter that the application itself knows: a trusted origin. */
        public Builder parameter(String name, Object value) {
            parameters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
            modelParameters.remove(name);
            return this;
        }

        /** A parameter that a model extracted from text: bound in conditions, untrusted as an origin. */
        public Builder modelParameter(String name, Object value) {
            parameter(name, value);
            modelParameters.add(name);
            return this;
        }

        /** A longest life shorter than the policy's. */
        public Builder duration(Duration atMost) {
            if (atMost.isNegative() || atMost.isZero()) {
                throw new IllegalArgumentException("duration must be positive: " + atMost);
            }
            this.duration = atMost;
            return this;
        }

        public TaskRequest build() {
            return new TaskRequest(this);
        }
    }
}
