package seawall.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;

/// Who belongs to whom, and what moves between them: invariant 11 of [JournalChecker].
final class FamilyAudit {
    private static final int NOBODY = 0;

    private final Consumer<String> violations;
    private final Set<Integer> mainAccounts = new HashSet<>();
    private final Map<Integer, Integer> mainOfSubAccount = new HashMap<>();

    /// The account that just sent money to another one of its family, which must arrive next.
    private int senderId = NOBODY;

    private int sentReason;
    private int sentCurrencyId;
    private long sentAtoms;

    FamilyAudit(Consumer<String> violations) {
        this.violations = violations;
    }

    void created(int accountId) {
        mainAccounts.add(accountId);
    }

    void subAccountCreated(SubAccountCreatedDecoder event) {
        check(
                mainAccounts.contains(event.mainAccountId()) && !isKnown(event.accountId()),
                "expected a new sub-account of a main account",
                event.accountId());
        mainOfSubAccount.put(event.accountId(), event.mainAccountId());
    }

    void transferOutSet(TransferOutSetDecoder event) {
        check(mainOfSubAccount.containsKey(event.accountId()), "expected a sub-account", event.accountId());
    }

    void posted(PostingDecoder event) {
        int reason = event.reasonRaw();
        if (reason == PostingReason.TO_SUB_ACCOUNT.value() || reason == PostingReason.TO_MAIN_ACCOUNT.value()) {
            expectArrived();
            check(event.amountAtoms() < 0, "expected money to leave", event.amountAtoms());
            senderId = event.accountId();
            sentReason = reason;
            sentCurrencyId = event.currencyId();
            sentAtoms = -event.amountAtoms();
        } else if (reason == PostingReason.FROM_SUB_ACCOUNT.value()
                || reason == PostingReason.FROM_MAIN_ACCOUNT.value()) {
            arrived(event);
        } else {
            expectArrived();
        }
    }

    private void arrived(PostingDecoder event) {
        int receiverId = event.accountId();
        check(
                senderId != receiverId
                        && isKnown(senderId)
                        && isKnown(receiverId)
                        && familyOf(senderId) == familyOf(receiverId),
                "expected money from another account of the family of " + receiverId,
                senderId);
        check(
                event.currencyId() == sentCurrencyId && event.amountAtoms() == sentAtoms,
                "expected " + sentAtoms + " atoms of currency " + sentCurrencyId + " to arrive",
                event.amountAtoms());
        boolean toMain = sentReason == PostingReason.TO_MAIN_ACCOUNT.value();
        boolean fromMain = event.reasonRaw() == PostingReason.FROM_MAIN_ACCOUNT.value();
        check(
                toMain == mainAccounts.contains(receiverId) && fromMain == mainAccounts.contains(senderId),
                "expected each side to say who the other is, after reason " + sentReason,
                event.reasonRaw());
        senderId = NOBODY;
    }

    /// Between what leaves and what arrives there is nothing.
    void expectNothingPending(int templateId) {
        if (templateId != PostingDecoder.TEMPLATE_ID) {
            expectArrived();
        }
    }

    void entryEnds() {
        expectArrived();
    }

    private void expectArrived() {
        check(senderId == NOBODY, "expected money to arrive that left", senderId);
        senderId = NOBODY;
    }

    private boolean isKnown(int accountId) {
        return mainAccounts.contains(accountId) || mainOfSubAccount.containsKey(accountId);
    }

    private int familyOf(int accountId) {
        return mainOfSubAccount.getOrDefault(accountId, accountId);
    }

    private void check(boolean holds, String expectation, long found) {
        if (!holds) {
            violations.accept(expectation + ", found " + found);
        }
    }
}
