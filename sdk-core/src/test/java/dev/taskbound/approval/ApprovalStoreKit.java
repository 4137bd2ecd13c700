/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static dev.taskbound.approval.HeldCalls.DEADLINE;
import static dev.taskbound.approval.HeldCalls.EXPIRY;
import static dev.taskbound.approval.HeldCalls.NOON;
import static dev.taskbound.approval.HeldCalls.approves;
import static dev.taskbound.approval.HeldCalls.declines;
import static dev.taskbound.approval.HeldCalls.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.taskbound.ReasonCode;
import dev.taskbound.Together;
import dev.taskbound.approval.ApprovalStore.Audience;
import dev.taskbound.approval.ApprovalStore.Holding;
import dev.taskbound.approval.HeldCall.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ApprovalStore} must do. Extend it, and return a store that holds nothing. */
@Timeout(120)
public abstract class ApprovalStoreKit {
    static final Instant LATER = NOON.plusSeconds(2);
    private static final Audience LEADS = new Audience(Set.of("lead"), "lena");

    ApprovalStore store;

    /** A store that holds nothing, for one test. */
    protected abstract ApprovalStore newStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = newStore();
    }

    // holding

    @Test
    void answersACallAsItWasHeld() {
        HeldCall call = held("a");
        assertFresh(call);
        assertIs(get(store.find("a")), call);
        assertThat(get(store.find("A"))).isEmpty();
        assertThat(get(store.find("digest-of-a"))).as("a digest is no id").isEmpty();
    }

    @Test
    void answersTheStandingCallForTheSameDigest() {
        hold(held("a"));
        assertStands("a");
        get(store.decide("a", "digest-of-a", "lead", approves("lena")));
        assertStands("a");
        hold(held("b"));
        get(store.decide("b", "digest-of-b", "lead", declines("lena")));
        assertStands("b");
    }

    private void assertStands(String id) {
        HeldCall again = held("again-" + id, "digest-of-" + id, "t1", "alice", "lead");
        Holding holding = hold(again);
        assertThat(holding).isInstanceOfSatisfying(Holding.Held.class, there -> {
            assertThat(there.fresh()).isFalse();
            assertThat(there.call().id()).isEqualTo(id);
        });
        assertThat(get(store.standing("digest-of-" + id, LATER)))
                .map(HeldCall::id)
                .contains(id);
        assertThat(get(store.find("again-" + id))).isEmpty();
    }

    @Test
    void takesACallInAgainOnceTheOneBeforeIsUsedOrVoidOrExpired() {
        approved("a");
        get(store.claim("a", "c", LATER));
        hold(held("b"));
        get(store.end("b", Status.VOID, ReasonCode.REVOKED));
        for (String id : List.of("a", "b")) {
            assertThat(get(store.standing("digest-of-" + id, LATER))).isEmpty();
            assertFresh(held("new-" + id, "digest-of-" + id, "t1", "alice", "lead"));
        }
        hold(held("c"));
        assertThat(get(store.standing("digest-of-c", EXPIRY.minusNanos(1000)))).isPresent();
        assertThat(get(store.standing("digest-of-c", EXPIRY))).isEmpty();
    }

    @Test
    void holdsNoMoreThanTheCapsAllow() {
        assertFull(new ApprovalCaps(1, 9, 9), "task", held("b"));
        assertFull(new ApprovalCaps(9, 1, 9), "principal", held("b", "d", "t2", "alice", "other"));
        assertFull(new ApprovalCaps(9, 9, 1), "group", held("b", "d", "t2", "bob", "other", "lead"));
        assertThat(get(store.find("b"))).isEmpty();
        HeldCall apart = held("b", "d", "t2", "bob", "other");
        assertThat(get(store.hold(apart, new ApprovalCaps(1, 1, 1)))).isInstanceOf(Holding.Held.class);
    }

    private void assertFull(ApprovalCaps caps, String of, HeldCall another) {
        hold(held("a"));
        assertThat(get(store.hold(another, caps))).isEqualTo(new Holding.Full(of));
    }

    @Test
    void countsOnlyWhatStillWaitsAgainstTheCaps() {
        approved("a");
        assertThat(get(store.hold(held("b"), new ApprovalCaps(1, 1, 1)))).isInstanceOf(Holding.Held.class);
    }

    @Test
    void takesInOneOfManyEqualCallsThatComeAtOnce() throws Exception {
        List<Holding> all =
                together(20, i -> store.hold(held("id-" + i, "same", "t1", "alice", "lead"), ApprovalCaps.DEFAULT));
        assertThat(all).filteredOn(each -> ((Holding.Held) each).fresh()).hasSize(1);
        assertThat(all.stream().map(each -> ((Holding.Held) each).call().id()).distinct())
                .hasSize(1);
    }

    @Test
    void showsPeopleWhatWaitsForTheirGroupsOrForThemselves() {
        hold(held("a"));
        hold(held("b", "d-b", "t2", "bob", "other"));
        hold(held("c", "d-c", "t3", "lena", "principal"));
        hold(held("d"));
        assertThat(waiting(LEADS, LATER, 9)).containsExactly("a", "c", "d");
        assertThat(waiting(LEADS, LATER, 2)).containsExactly("a", "c");
        assertThat(waiting(new Audience(Set.of("principal"), "x"), LATER, 9)).isEmpty();
        assertThat(waiting(LEADS, EXPIRY, 9)).isEmpty();
        get(store.decide("a", "digest-of-a", "lead", declines("lena")));
        assertThat(waiting(LEADS, LATER, 9)).containsExactly("c", "d");
    }

    @Test
    void aGroupThatHasDecidedIsShownTheCallNoMore() {
        hold(held("a", "d", "t1", "alice", "lead", "other"));
        get(store.decide("a", "d", "lead", approves("lena")));
        assertThat(waiting(LEADS, LATER, 9)).isEmpty();
        assertThat(waiting(new Audience(Set.of("other"), "olaf"), LATER, 9)).containsExactly("a");
    }

    @Test
    void listsWhatIsOpenAndWhatBelongsToATask() {
        approved("a");
        hold(held("b"));
        hold(held("c", "d-c", "t2", "alice", "lead"));
        get(store.decide("b", "digest-of-b", "lead", declines("lena")));
        assertThat(ids(get(store.open(LATER, 9)))).containsExactly("a", "c");
        assertThat(ids(get(store.open(LATER, 1)))).containsExactly("a");
        assertThat(ids(get(store.open(DEADLINE, 9)))).isEmpty();
        assertThat(ids(get(store.ofTask("t1")))).containsExactlyInAnyOrder("a", "b");
    }

    // deciding

    @Test
    void refusesADecisionThatIsNotAboutAWaitingCallItsDigestAndItsGroup() {
        hold(held("a"));
        assertThat(get(store.decide("z", "digest-of-a", "lead", approves("lena"))))
                .isEmpty();
        assertThat(get(store.decide("a", "digest-of-z", "lead", approves("lena"))))
                .isEmpty();
        assertThat(get(store.decide("a", "digest-of-a", "other", approves("lena"))))
                .isEmpty();
        HumanDecision late = HeldCalls.says(Answer.APPROVE, "lena", EXPIRY);
        assertThat(get(store.decide("a", "digest-of-a", "lead", late))).isEmpty();
        assertIs(get(store.find("a")), held("a"));
        HeldCall decided = held("a").decided("lead", approves("lena"));
        assertIs(get(store.decide("a", "digest-of-a", "lead", approves("lena"))), decided);
        assertIs(get(store.find("a")), decided);
    }

    @Test
    void aDecisionIsFinal() {
        approved("a");
        assertThat(get(store.decide("a", "digest-of-a", "lead", declines("lena"))))
                .isEmpty();
        assertThat(status("a")).isEqualTo(Status.APPROVED);
        hold(held("b"));
        get(store.decide("b", "digest-of-b", "lead", declines("lena")));
        assertThat(get(store.decide("b", "digest-of-b", "lead", approves("lena"))))
                .isEmpty();
        assertThat(status("b")).isEqualTo(Status.DECLINED);
    }

    @Test
    void everyGroupMustApproveAndOneDeclines() {
        hold(held("a", "d-a", "t1", "alice", "lead", "other"));
        hold(held("b", "d-b", "t1", "alice", "lead", "other"));
        for (String id : List.of("a", "b")) {
            get(store.decide(id, "d-" + id, "lead", approves("lena")));
            assertThat(status(id)).isEqualTo(Status.WAITING);
            assertThat(get(store.decide(id, "d-" + id, "lead", approves("lars"))))
                    .isEmpty();
            assertThat(get(store.claim(id, "c", LATER))).isFalse();
        }
        get(store.decide("a", "d-a", "other", approves("olaf")));
        get(store.decide("b", "d-b", "other", declines("olaf")));
        assertThat(status("a")).isEqualTo(Status.APPROVED);
        assertThat(status("b")).isEqualTo(Status.DECLINED);
    }

    @Test
    void ofDecisionsThatComeAtOnceOneCounts() throws Exception {
        hold(held("a"));
        List<Optional<HeldCall>> all = together(
                20, i -> store.decide("a", "digest-of-a", "lead", i % 2 == 0 ? approves("p" + i) : declines("p" + i)));
        assertThat(all).filteredOn(Optional::isPresent).hasSize(1);
        List<Ask> kept = get(store.find("a")).orElseThrow().asks();
        assertThat(all.stream().flatMap(Optional::stream).map(HeldCall::asks)).containsExactly(kept);
    }

    // using

    @Test
    void anApprovalIsUsedOnceHoweverManyTry() throws Exception {
        approved("a");
        assertThat(together(100, i -> store.claim("a", "c" + i, LATER)))
                .filteredOn(first -> first)
                .hasSize(1);
        assertThat(status("a")).isEqualTo(Status.CLAIMED);
    }

    @Test
    void onlyAnApprovalInForceIsUsed() {
        hold(held("a"));
        assertThat(get(store.claim("a", "c", LATER))).as("nobody decided").isFalse();
        assertThat(get(store.claim("z", "c", LATER))).as("no such call").isFalse();
        approved("b");
        assertThat(get(store.claim("b", "c", DEADLINE))).as("its task is over").isFalse();
        assertThat(get(store.claim("b", "c", DEADLINE.minusSeconds(1)))).isTrue();
        assertThat(get(store.find("b"))).map(HeldCall::claimant).contains("c");
    }

    @Test
    void notesOnlyAnEndThatTheCallMayHave() {
        hold(held("a"));
        assertThat(get(store.end("a", Status.SUCCEEDED, null))).isEmpty();
        approved("b");
        assertThat(get(store.end("b", Status.UNKNOWN, null))).isEmpty();
        get(store.claim("b", "c", LATER));
        assertThat(get(store.end("b", Status.VOID, ReasonCode.REVOKED))).isEmpty();
        assertThat(get(store.end("b", Status.NOT_RUN, ReasonCode.REVOKED)))
                .hasValueSatisfying(over -> assertThat(over.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThat(get(store.end("b", Status.SUCCEEDED, null))).isEmpty();
        assertThat(get(store.end("z", Status.VOID, ReasonCode.REVOKED))).isEmpty();
    }

    @Test
    void voidsWhatIsOpenOfATaskAndForgetsItsGrants() {
        approved("a");
        hold(held("b"));
        approved("c");
        get(store.claim("c", "c", LATER));
        hold(held("d", "d", "t2", "alice", "lead"));
        get(store.remember(new Grant("k1", "t1", "a", "lena", DEADLINE)));
        get(store.remember(new Grant("k2", "t2", "d", "lena", DEADLINE)));
        assertThat(get(store.voidTask("t1", ReasonCode.TASK_CLOSED)))
                .extracting(HeldCall::id, HeldCall::status, HeldCall::reason)
                .containsExactlyInAnyOrder(
                        tuple("a", Status.VOID, ReasonCode.TASK_CLOSED),
                        tuple("b", Status.VOID, ReasonCode.TASK_CLOSED));
        assertThat(status("c")).isEqualTo(Status.CLAIMED);
        assertThat(status("d")).isEqualTo(Status.WAITING);
        assertThat(get(store.claim("a", "c", LATER))).isFalse();
        assertThat(get(store.granted("k1", LATER))).isEmpty();
        assertThat(get(store.granted("k2", LATER))).isPresent();
    }

    @Test
    void tellsThoseWhoWaitHoweverTheWaitEnds() {
        hold(held("a"));
        hold(held("b"));
        hold(held("c", "d-c", "t2", "alice", "lead"));
        CompletableFuture<HeldCall> dropped = store.settled("a").toCompletableFuture();
        List<CompletionStage<HeldCall>> all = List.of(store.settled("a"), store.settled("b"), store.settled("c"));
        dropped.cancel(true);
        assertThat(all).noneMatch(each -> each.toCompletableFuture().isDone());
        get(store.decide("a", "digest-of-a", "lead", approves("lena")));
        get(store.end("b", Status.EXPIRED, ReasonCode.APPROVAL_EXPIRED));
        get(store.voidTask("t2", ReasonCode.TASK_CLOSED));
        assertThat(all.stream().map(each -> get(each).status()))
                .containsExactly(Status.APPROVED, Status.EXPIRED, Status.VOID);
        assertThat(get(store.settled("a")).status()).as("settled before").isEqualTo(Status.APPROVED);
    }

    @Test
    void nobodyWaitsForACallThatIsNotThere() {
        assertThat(store.settled("z").handle((call, failure) -> failure != null))
                .satisfies(failed -> assertThat(get(failed)).isTrue());
    }

    @Test
    void aGrantIsGoodForItsKeyUntilItExpiresAndTheFirstStays() {
        Grant first = new Grant("k", "t1", "a", "lena", DEADLINE);
        get(store.remember(first));
        get(store.remember(new Grant("k", "t1", "b", "lars", DEADLINE.plusSeconds(60))));
        assertThat(get(store.granted("k", LATER))).contains(first);
        assertThat(get(store.granted("K", LATER))).isEmpty();
        assertThat(get(store.granted("k", DEADLINE))).isEmpty();
    }

    private Holding hold(HeldCall call) {
        return get(store.hold(call, ApprovalCaps.DEFAULT));
    }

    private void assertFresh(HeldCall call) {
        assertThat(hold(call)).isInstanceOfSatisfying(Holding.Held.class, there -> {
            assertThat(there.fresh()).isTrue();
            assertIs(Optional.of(there.call()), call);
        });
    }

    private static void assertIs(Optional<HeldCall> answered, HeldCall call) {
        assertThat(answered.orElseThrow()).usingRecursiveComparison().isEqualTo(call);
    }

    void approved(String id) {
        hold(held(id));
        get(store.decide(id, "digest-of-" + id, "lead", approves("lena")));
    }

    Status status(String id) {
        return get(store.find(id)).orElseThrow().status();
    }

    private List<String> waiting(Audience audience, Instant now, int atMost) {
        return ids(get(store.waiting(audience, now, atMost)));
    }

    private static List<String> ids(List<HeldCall> calls) {
        return calls.stream().map(HeldCall::id).toList();
    }

    static <T> List<T> together(int many, IntFunction<CompletionStage<T>> step) throws Exception {
        return Together.run(many, i -> get(step.apply(i)));
    }

    /** The value of a stage that must complete within reason. */
    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(90, TimeUnit.SECONDS).join();
    }
}
