/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the guard.
 *
 * @param enabled Whether tool calls are guarded at all. Off means that nothing of Taskbound is there.
 * @param policy Where the policy is, such as classpath:taskbound.yaml or file:/etc/app/taskbound.yaml.
 * @param lock Where the lock file is, which says what was reviewed, such as classpath:taskbound.lock. None if it is not given.
 * @param reloadEvery How often the policy file and the lock file are looked at; what changed is put into force.
 * @param agent The agent that acts, as the policy's agents name it. The application's name if it is not given.
 * @param askForPurpose Whether the model is asked for the purpose of each call. Recorded, never trusted.
 * @param showPrincipalsOnSpans Whether spans name principals instead of showing pseudonyms.
 * @param patience The longest wait for any part of the guard but a human.
 * @param audit The audit log.
 * @param approvals Calls that wait for a human.
 * @param revocations A file in which an operator writes what is stopped.
 * @param revocationOutbox The tokens that are out, so that whatever ends the process they are revoked.
 * @param securityEvents Security events that an identity provider pushes.
 */
@ConfigurationProperties("taskbound")
public record TaskboundProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("classpath:taskbound.yaml") String policy,
        @Nullable String lock,
        @Nullable Duration reloadEvery,
        @Nullable String agent,
        @DefaultValue("false") boolean askForPurpose,
        @DefaultValue("false") boolean showPrincipalsOnSpans,
        @DefaultValue("10s") Duration patience,
        @DefaultValue Audit audit,
        @DefaultValue Approvals approvals,
        @DefaultValue Revocations revocations,
        @DefaultValue Outbox revocationOutbox,
        @Nullable SecurityEvents securityEvents) {

    /**
     * The audit log.
     *
     * @param file The file that every decision and outcome is written to. Begun where there is none.
     */
    public record Audit(
            @DefaultValue("taskbound-audit.jsonl") Path file) {}

    /**
     * The tokens that are out.
     *
     * @param file The file they are kept in, sealed. Begun where there is none. In memory if it is not given.
     * @param key The key that seals, 32 random bytes in base64.
     * @param keyFile The file of the key instead, readable by its owner alone.
     */
    public record Outbox(
            @Nullable Path file,
            @Nullable Secret key,
            @Nullable Path keyFile) {}

    /**
     * Calls that wait for a human.
     *
     * @param inbox Whether people find such calls in an inbox, besides the channels that Approver beans are.
     * @param inboxPath Where the inbox's page is, below the context path, in a servlet application.
     * @param pendingAfter How long a call waits for a human before the model is told APPROVAL_PENDING. Zero for at once.
     * @param resume Who runs an approved call that nobody waits for any more: the guard, or the application itself.
     * @param store Where such calls are kept. In memory they are lost with the process.
     * @param file With the jdbc store: the H2 file, without suffix, if no data source is named. For this process alone.
     * @param keyFile With the jdbc store: the file of the key that seals. Beside an H2 file, and made with it, if not given.
     * @param key With the jdbc store: the key itself instead, 32 random bytes in base64.
     * @param dataSource With the jdbc store: the name of the DataSource bean to use instead of an H2 file.
     * @param createTables With the jdbc store and a data source: whether its tables are created if they are not there.
     * @param webhook A service that puts requests before people.
     */
    public record Approvals(
            @DefaultValue("false") boolean inbox,
            @DefaultValue("/taskbound/inbox") String inboxPath,
            @DefaultValue("10s") Duration pendingAfter,
            @DefaultValue("automatic") Resume resume,
            @DefaultValue("memory") Store store,
            @DefaultValue("taskbound-approvals") Path file,
            @Nullable Path keyFile,
            @Nullable Secret key,
            @Nullable String dataSource,
            @DefaultValue("false") boolean createTables,
            @Nullable Webhook webhook) {}

    /** Who runs an approved call that nobody waits for any more. */
    public enum Resume {
        /** The guard, by itself. */
        AUTOMATIC,
        /** The application, with the bean ApprovedCalls. */
        MANUAL
    }

    /** Where calls that wait for a human are kept. */
    public enum Store {
        /** In this process's memory. */
        MEMORY,
        /** In a database, sealed: an H2 file, or a data source of the application. */
        JDBC
    }

    /**
     * A service that puts requests before people. Signed both ways as Standard Webhooks says.
     *
     * @param url Where requests are sent: HTTPS, or HTTP on this machine.
     * @param requestKeys What signs requests: whsec_... or whsk_...; several while keys are changed.
     * @param answerKeys What verifies the service's answers: whsec_... or whpk_...; several while keys are changed.
     * @param groups The groups of the policy that the service speaks for.
     * @param peopleOf The issuer that verified the people it names, as principals of tasks have it.
     * @param path Where decisions arrive, below the context path, in a servlet application.
     */
    public record Webhook(
            @Nullable URI url,
            @DefaultValue List<Secret> requestKeys,
            @DefaultValue List<Secret> answerKeys,
            @DefaultValue List<String> groups,
            @Nullable String peopleOf,
            @DefaultValue("/taskbound/decisions") String path) {

        /** Names the groups: an address may hold a secret. */
        @Override
        public String toString() {
            return "Webhook[" + groups + "]";
        }
    }

    /**
     * A file in which an operator writes what is stopped.
     *
     * @param file Where it is; it has to be there. None if it is not given.
     * @param lookEvery How often it is looked at; a change is in force after two looks have found it alike.
     */
    public record Revocations(
            @Nullable Path file, @DefaultValue("1s") Duration lookEvery) {}

    /**
     * Security events that an identity provider pushes (RFC 8935, CAEP 1.0). On when the issuer is given.
     *
     * @param issuer The transmitter, as iss of its events has it.
     * @param jwksUri Where the transmitter publishes its keys: HTTPS, or HTTP on this machine.
     * @param audience What this application is called in aud of events, as agreed when the stream was made.
     * @param authorizationHeader The whole Authorization header that comes with each event, if one was agreed.
     * @param maxAge How old an event may be when it comes.
     * @param riskLevels Which levels of risk-level-change revoke: LOW, MEDIUM, HIGH.
     * @param credentialChanges Which changes of credential-change revoke: create, revoke, update, delete.
     * @param subjectsOf Issuers whose users are principals here under the same names. The transmitter if none is given.
     * @param path Where events arrive, below the context path, in a servlet application.
     */
    public record SecurityEvents(
            @Nullable String issuer,
            @Nullable String jwksUri,
            @Nullable String audience,
            @Nullable Secret authorizationHeader,
            @DefaultValue("10m") Duration maxAge,
            @DefaultValue("HIGH") List<String> riskLevels,

            @DefaultValue({"create", "revoke", "update", "delete"})
            List<String> credentialChanges,

            @DefaultValue List<String> subjectsOf,
            @DefaultValue("/taskbound/events") String path) {}
}
