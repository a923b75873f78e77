package seawall.simulation.reference;

import static seawall.wire.JournalText.escaped;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.Wallet;

/// Main accounts, their sub-accounts, and the money that moves between them (§11).
final class Families {
    private static final int LABEL_BYTES_MAX = 64;
    private static final int NAME_LENGTH_MAX = 32;

    /// That an account is a sub-account: of which main account, and what that calls it.
    private record SubAccount(int accountId, int mainAccountId, String name) {}

    private final ExchangeState state;
    private final List<SubAccount> subAccounts = new ArrayList<>();

    /// Ids of the sub-accounts that may transfer out.
    private final Set<Integer> transferringOut = new HashSet<>();

    Families(ExchangeState state) {
        this.state = state;
    }

    // §11.1

    long createSubAccount(CreateSubAccountDecoder command, int limit) throws Refusal {
        String name = Fields.text(
                command.buffer(), command.offset() + CreateSubAccountDecoder.nameEncodingOffset(), NAME_LENGTH_MAX);
        byte[] label = Fields.variable(command.buffer(), command.limit(), limit);
        Account main = state.account(command.accountId());
        Refusal.when(name.isEmpty() || label.length > LABEL_BYTES_MAX, Outcome.MALFORMED);
        Refusal.when(isSubAccount(main.id), Outcome.MAIN_ACCOUNT_ONLY);
        List<SubAccount> siblings = subAccountsOf(main.id);
        for (SubAccount sibling : siblings) {
            Refusal.when(sibling.name().equals(name), Outcome.SUB_ACCOUNT_EXISTS, sibling.accountId());
        }
        Refusal.when(
                siblings.size() >= state.limits.subAccountsPerAccountMax()
                        || state.accounts.size() >= state.limits.accountsMax(),
                Outcome.LIMIT_REACHED);
        var account = new Account(
                ExchangeState.FIRST_USER + state.accounts.size(),
                state.feeMillionths(main, Liquidity.MAKER),
                state.feeMillionths(main, Liquidity.TAKER));
        account.feeTier = main.feeTier;
        state.accounts.put(account.id, account);
        subAccounts.add(new SubAccount(account.id, main.id, name));
        state.entry.event(
                "SubAccountCreated",
                "accountId",
                account.id,
                "mainAccountId",
                main.id,
                "makerFeeMillionths",
                account.makerFeeMillionths,
                "takerFeeMillionths",
                account.takerFeeMillionths,
                "feeTier",
                account.feeTier,
                "name",
                ExchangeState.shown(name),
                "label",
                escaped(label));
        return account.id;
    }

    // §11.2

    long setTransferOut(SetTransferOutDecoder command) throws Refusal {
        Flag canTransferOut = Fields.constant(command.canTransferOutRaw(), Flag.values(), Flag::value);
        Account main = state.account(command.accountId());
        int subAccountId = command.subAccountId();
        boolean known = subAccountsOf(main.id).stream().anyMatch(subAccount -> subAccount.accountId() == subAccountId);
        Refusal.when(!known, Outcome.SUB_ACCOUNT_UNKNOWN);
        if (canTransferOut == Flag.YES) {
            transferringOut.add(subAccountId);
        } else {
            transferringOut.remove(subAccountId);
        }
        state.entry.event("TransferOutSet", "accountId", subAccountId, "canTransferOut", canTransferOut);
        return 0;
    }

    // §11.3

    long transfer(TransferBetweenAccountsDecoder command) throws Refusal {
        Wallet from = Fields.constant(command.fromRaw(), Wallet.values(), Wallet::value);
        Wallet to = Fields.constant(command.toRaw(), Wallet.values(), Wallet::value);
        String clientId = Fields.text(
                command.buffer(),
                command.offset() + TransferBetweenAccountsDecoder.clientIdEncodingOffset(),
                NAME_LENGTH_MAX);
        Account asking = state.account(command.accountId());
        int fromId = command.fromAccountId();
        int toId = command.toAccountId();
        Refusal.when(!maySend(asking.id, fromId), Outcome.TRANSFER_OUT_FORBIDDEN);
        int mainId = mainOf(asking.id);
        Refusal.when(!isOfFamily(mainId, fromId) || !isOfFamily(mainId, toId), Outcome.SUB_ACCOUNT_UNKNOWN);
        Refusal.when(fromId == toId, Outcome.ACCOUNTS_EQUAL);
        Currency currency = state.currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(asking.clientIds.contains(clientId), Outcome.CLIENT_ID_EXISTS);
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var source = new Ledger.Key(fromId, currency.id(), from);
        Refusal.when(state.ledger.available(source).compareTo(amount) < 0, Outcome.BALANCE_INSUFFICIENT);
        if (!clientId.isEmpty()) {
            state.remember(asking, clientId);
        }
        long outgoingBillId = state.nextBillId();
        state.moveMoney(source, amount.negate(), reasonOfSender(toId), clientId);
        state.moveMoney(new Ledger.Key(toId, currency.id(), to), amount, reasonOfReceiver(fromId), clientId);
        return outgoingBillId;
    }

    /// A main account sends for its whole family, a sub-account for itself alone and only when it is allowed to.
    private boolean maySend(int askingId, int fromId) {
        return !isSubAccount(askingId) || (fromId == askingId && transferringOut.contains(askingId));
    }

    /// Two accounts of a family are never both main accounts, so the other side alone decides the reason.
    private PostingReason reasonOfSender(int otherId) {
        return isSubAccount(otherId) ? PostingReason.TO_SUB_ACCOUNT : PostingReason.TO_MAIN_ACCOUNT;
    }

    private PostingReason reasonOfReceiver(int otherId) {
        return isSubAccount(otherId) ? PostingReason.FROM_SUB_ACCOUNT : PostingReason.FROM_MAIN_ACCOUNT;
    }

    private boolean isSubAccount(int accountId) {
        return subAccounts.stream().anyMatch(subAccount -> subAccount.accountId() == accountId);
    }

    private List<SubAccount> subAccountsOf(int mainId) {
        return subAccounts.stream()
                .filter(subAccount -> subAccount.mainAccountId() == mainId)
                .toList();
    }

    private int mainOf(int accountId) {
        for (SubAccount subAccount : subAccounts) {
            if (subAccount.accountId() == accountId) {
                return subAccount.mainAccountId();
            }
        }
        return accountId;
    }

    private boolean isOfFamily(int mainId, int accountId) {
        return accountId == mainId
                || subAccountsOf(mainId).stream().anyMatch(subAccount -> subAccount.accountId() == accountId);
    }
}
