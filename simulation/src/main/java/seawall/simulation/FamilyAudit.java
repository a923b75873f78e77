package seawall.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.TransferOutSetDecoder;

/// The part of the audit that follows families: who is whose sub-account, and the money that moves between them.
///
/// A journal shows
///
/// 1. that main accounts and sub-accounts take their numbers from one row, gapless;
/// 2. that a sub-account belongs to a main account, which is no sub-account and not the venue's, has a name that no
///    other sub-account of that main account has, and a label that is short enough;
/// 3. that permission to transfer out is given to sub-accounts alone;
/// 4. that money moves between two different accounts of one family: what the first sends the second receives, in the
///    same currency and with the same clientId, and each posting names the other side;
/// 5. that each of these commands has its own effects, all of them, and no other command has any of them;
/// 6. that the detail of an entry is what the rules say, and that it is not refused for a sub-account when there is
/// none.
///
/// It does not show who asked for a transfer, and so neither whether that account may transfer out nor which clientIds
/// it has applied; the reference knows. Rates and balances are looked at by [JournalChecker].
final class FamilyAudit {
    private static final int FIRST_USER = 1000;
    private static final int LABEL_BYTES_MAX = 64;
    private static final Set<PostingReason> REASONS = EnumSet.of(
            PostingReason.TO_SUB_ACCOUNT,
            PostingReason.FROM_SUB_ACCOUNT,
            PostingReason.TO_MAIN_ACCOUNT,
            PostingReason.FROM_MAIN_ACCOUNT);

    private record Name(int mainAccountId, String name) {}

    /// One side of a transfer.
    private record Side(
            long billId, int accountId, int currencyId, long amountAtoms, PostingReason reason, String clientId) {}

    private final Consumer<String> violations;

    /// The main account of each user; its own id for a main account.
    private final Map<Integer, Integer> mainAccounts = new HashMap<>();

    private final Set<Integer> subAccounts = new HashSet<>();
    private final Set<Name> names = new HashSet<>();
    private int nextAccountId = FIRST_USER;

    // Of the entry at hand.
    private final List<Integer> templates = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private int commandTemplateId;
    private Outcome outcome = Outcome.NULL_VAL;
    private long detail;
    private long detailExpected;

    FamilyAudit(Consumer<String> violations) {
        this.violations = violations;
    }

    void entryStarts(EntryPartDecoder header) {
        templates.clear();
        sides.clear();
        commandTemplateId = header.commandTemplateId();
        outcome = header.outcome();
        detail = header.detail();
        detailExpected = 0;
    }

    void event(int templateId) {
        templates.add(templateId);
    }

    void created(int accountId) {
        takeNumber(accountId);
        mainAccounts.put(accountId, accountId);
    }

    void subAccountCreated(SubAccountCreatedDecoder event) {
        int accountId = event.accountId();
        int mainAccountId = event.mainAccountId();
        String name = event.name();
        takeNumber(accountId);
        check(
                mainAccounts.containsKey(mainAccountId) && !subAccounts.contains(mainAccountId),
                () -> "expected a main account of " + accountId + ", found " + mainAccountId);
        check(!name.isEmpty(), () -> "expected a name of " + accountId + ", found none");
        check(
                names.add(new Name(mainAccountId, name)),
                () -> "expected another name in the family of " + mainAccountId + ", found " + name + " again");
        int labelLength = event.labelLength();
        check(
                labelLength <= LABEL_BYTES_MAX,
                () -> "expected a label of at most " + LABEL_BYTES_MAX + " bytes, found " + labelLength);
        mainAccounts.put(accountId, mainAccountId);
        subAccounts.add(accountId);
        detailExpected = accountId;
    }

    private void takeNumber(int accountId) {
        int expected = nextAccountId;
        check(accountId == expected, () -> "expected account " + expected + ", found " + accountId);
        nextAccountId = accountId + 1;
    }

    void transferOutSet(TransferOutSetDecoder event) {
        int accountId = event.accountId();
        check(subAccounts.contains(accountId), () -> "expected a sub-account to permit, found " + accountId);
    }

    void posted(PostingDecoder event) {
        boolean ofFamily = REASONS.contains(event.reason());
        check(
                ofFamily == (commandTemplateId == TransferBetweenAccountsDecoder.TEMPLATE_ID),
                () -> "expected no posting " + event.reason() + " of command " + commandTemplateId + ", found one");
        if (ofFamily) {
            checkIsNoTrade(event);
            sides.add(new Side(
                    event.billId(),
                    event.accountId(),
                    event.currencyId(),
                    event.amountAtoms(),
                    event.reason(),
                    event.clientId()));
        }
    }

    private void checkIsNoTrade(PostingDecoder event) {
        check(
                event.liquidity() == Liquidity.NONE
                        && event.side() == 0
                        && event.instrumentId() == 0
                        && event.feeAtoms() == 0
                        && event.orderId() == 0
                        && event.tradeId() == 0,
                () -> "expected a transfer without order, trade and fee, found bill " + event.billId());
    }

    void entryEnds() {
        if (outcome == Outcome.ACCEPTED) {
            checkEffects();
        } else {
            checkRefusal();
        }
    }

    private void checkEffects() {
        switch (commandTemplateId) {
            case CreateSubAccountDecoder.TEMPLATE_ID -> {
                expectEvents(List.of(SubAccountCreatedDecoder.TEMPLATE_ID));
                expectDetail(detailExpected);
            }
            case SetTransferOutDecoder.TEMPLATE_ID -> {
                expectEvents(List.of(TransferOutSetDecoder.TEMPLATE_ID));
                expectDetail(0);
            }
            case TransferBetweenAccountsDecoder.TEMPLATE_ID -> {
                expectEvents(List.of(
                        PostingDecoder.TEMPLATE_ID,
                        PostingDecoder.TEMPLATE_ID,
                        BalanceChangedDecoder.TEMPLATE_ID,
                        BalanceChangedDecoder.TEMPLATE_ID));
                if (sides.size() == 2) {
                    checkTransfer(sides.getFirst(), sides.getLast());
                }
            }
            default ->
                check(
                        !templates.contains(SubAccountCreatedDecoder.TEMPLATE_ID)
                                && !templates.contains(TransferOutSetDecoder.TEMPLATE_ID),
                        () -> "expected no change of a family by command " + commandTemplateId + ", found one");
        }
    }

    private void expectEvents(List<Integer> expected) {
        check(
                templates.equals(expected),
                () -> "expected templates " + expected + " of command " + commandTemplateId + ", found " + templates);
    }

    private void expectDetail(long expected) {
        check(detail == expected, () -> "expected detail " + expected + ", found " + detail);
    }

    private void checkTransfer(Side out, Side in) {
        expectDetail(out.billId());
        check(
                out.amountAtoms() < 0
                        && out.amountAtoms() == -in.amountAtoms()
                        && out.currencyId() == in.currencyId()
                        && out.clientId().equals(in.clientId()),
                () -> "expected what " + out + " sends to arrive, found " + in);
        Integer family = mainAccounts.get(out.accountId());
        check(
                family != null && family.equals(mainAccounts.get(in.accountId())) && out.accountId() != in.accountId(),
                () -> "expected two accounts of a family, found " + out.accountId() + " and " + in.accountId());
        expectReason(
                out,
                subAccounts.contains(in.accountId()) ? PostingReason.TO_SUB_ACCOUNT : PostingReason.TO_MAIN_ACCOUNT);
        expectReason(
                in,
                subAccounts.contains(out.accountId())
                        ? PostingReason.FROM_SUB_ACCOUNT
                        : PostingReason.FROM_MAIN_ACCOUNT);
    }

    private void expectReason(Side side, PostingReason expected) {
        check(side.reason() == expected, () -> "expected reason " + expected + ", found " + side);
    }

    /// Some outcomes belong to commands about families, and most of these say that there is a sub-account.
    private void checkRefusal() {
        switch (outcome) {
            case SUB_ACCOUNT_EXISTS -> {
                expectCommand(CreateSubAccountDecoder.TEMPLATE_ID);
                check(
                        detail == (int) detail && subAccounts.contains((int) detail),
                        () -> "expected the sub-account that exists, found " + detail);
            }
            case MAIN_ACCOUNT_ONLY -> {
                expectCommand(CreateSubAccountDecoder.TEMPLATE_ID);
                expectSubAccount();
            }
            case TRANSFER_OUT_FORBIDDEN -> {
                expectCommand(TransferBetweenAccountsDecoder.TEMPLATE_ID);
                expectSubAccount();
            }
            case ACCOUNTS_EQUAL -> expectCommand(TransferBetweenAccountsDecoder.TEMPLATE_ID);
            case SUB_ACCOUNT_UNKNOWN ->
                check(
                        commandTemplateId == SetTransferOutDecoder.TEMPLATE_ID
                                || commandTemplateId == TransferBetweenAccountsDecoder.TEMPLATE_ID,
                        () -> "expected no " + outcome + " of command " + commandTemplateId + ", found it");
            default -> {
                // Any command may be refused so.
            }
        }
    }

    private void expectCommand(int templateId) {
        check(
                commandTemplateId == templateId,
                () -> "expected " + outcome + " of command " + templateId + ", found it of " + commandTemplateId);
    }

    private void expectSubAccount() {
        check(!subAccounts.isEmpty(), () -> "expected " + outcome + " of a sub-account, found that there is none");
    }

    private void check(boolean holds, Supplier<String> message) {
        if (!holds) {
            violations.accept(message.get());
        }
    }
}
