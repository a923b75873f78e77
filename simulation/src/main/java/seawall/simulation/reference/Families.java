package seawall.simulation.reference;

import static seawall.wire.JournalText.escaped;

import java.math.BigInteger;
import java.util.List;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.Wallet;

/// Sub-accounts, and the money that moves between the accounts of a family (§11).
final class Families {
    private static final int NAME_LENGTH = 32;
    private static final int LABEL_LENGTH_MAX = 64;

    private final ExchangeState state;

    Families(ExchangeState state) {
        this.state = state;
    }

    long createSubAccount(CreateSubAccountDecoder command, int limit) throws Refusal {
        String name = Fields.text(
                command.buffer(), command.offset() + CreateSubAccountDecoder.nameEncodingOffset(), NAME_LENGTH);
        byte[] label = Fields.variable(command.buffer(), command.limit(), limit);
        Account main = state.account(command.accountId());
        Refusal.when(name.isEmpty() || label.length > LABEL_LENGTH_MAX, Outcome.MALFORMED);
        Refusal.when(main.mainId != 0, Outcome.MAIN_ACCOUNT_ONLY);
        List<Account> subAccounts = state.accounts.values().stream()
                .filter(account -> account.mainId == main.id)
                .toList();
        for (Account known : subAccounts) {
            Refusal.when(known.subAccountName.equals(name), Outcome.SUB_ACCOUNT_EXISTS, known.id);
        }
        Refusal.when(
                subAccounts.size() >= state.limits.subAccountsPerAccountMax()
                        || state.accounts.size() >= state.limits.accountsMax(),
                Outcome.LIMIT_REACHED);
        var account = new Account(
                ExchangeState.FIRST_USER + state.accounts.size(),
                state.feeMillionths(main, Liquidity.MAKER),
                state.feeMillionths(main, Liquidity.TAKER));
        account.feeTier = main.feeTier;
        account.mainId = main.id;
        account.subAccountName = name;
        state.accounts.put(account.id, account);
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

    long setTransferOut(SetTransferOutDecoder command) throws Refusal {
        Flag maySend = Fields.constant(command.canTransferOutRaw(), Flag.values(), Flag::value);
        Account main = state.account(command.accountId());
        Account account = state.accounts.get(command.subAccountId());
        if (account == null || account.mainId != main.id) {
            throw new Refusal(Outcome.SUB_ACCOUNT_UNKNOWN, 0);
        }
        account.maySend = maySend == Flag.YES;
        state.entry.event("TransferOutSet", "accountId", account.id, "canTransferOut", maySend);
        return 0;
    }

    long transfer(TransferBetweenAccountsDecoder command) throws Refusal {
        Wallet from = Fields.constant(command.fromRaw(), Wallet.values(), Wallet::value);
        Wallet to = Fields.constant(command.toRaw(), Wallet.values(), Wallet::value);
        String clientId = Fields.text(
                command.buffer(),
                command.offset() + TransferBetweenAccountsDecoder.clientIdEncodingOffset(),
                NAME_LENGTH);
        Account asking = state.account(command.accountId());
        boolean asksForOthers = asking.mainId != 0 && command.fromAccountId() != asking.id;
        Refusal.when(asksForOthers || (asking.mainId != 0 && !asking.maySend), Outcome.TRANSFER_OUT_FORBIDDEN);
        Account sender = relative(asking, command.fromAccountId());
        Account receiver = relative(asking, command.toAccountId());
        Refusal.when(sender.id == receiver.id, Outcome.ACCOUNTS_EQUAL);
        Currency currency = state.currency(command.currencyId());
        Refusal.when(command.amountAtoms() < 1, Outcome.AMOUNT_INVALID);
        Refusal.when(asking.clientIds.contains(clientId), Outcome.CLIENT_ID_EXISTS);
        BigInteger amount = BigInteger.valueOf(command.amountAtoms());
        var source = new Ledger.Key(sender.id, currency.id(), from);
        Refusal.when(state.ledger.available(source).compareTo(amount) < 0, Outcome.BALANCE_INSUFFICIENT);
        if (!clientId.isEmpty()) {
            state.remember(asking, clientId);
        }
        long outgoingBillId = state.nextBillId();
        state.moveMoney(
                source,
                amount.negate(),
                receiver.mainId == 0 ? PostingReason.TO_MAIN_ACCOUNT : PostingReason.TO_SUB_ACCOUNT,
                clientId);
        state.moveMoney(
                new Ledger.Key(receiver.id, currency.id(), to),
                amount,
                sender.mainId == 0 ? PostingReason.FROM_MAIN_ACCOUNT : PostingReason.FROM_SUB_ACCOUNT,
                clientId);
        return outgoingBillId;
    }

    private Account relative(Account asking, int accountId) throws Refusal {
        Account account = state.accounts.get(accountId);
        if (account == null || account.familyId() != asking.familyId()) {
            throw new Refusal(Outcome.SUB_ACCOUNT_UNKNOWN, 0);
        }
        return account;
    }
}
