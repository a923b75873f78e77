package seawall.gateway.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.trade.TradeRoutes.Request;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Wallet;

/// Transfers between the wallets of an account, and between the accounts of a family. A name means a sub-account of the
/// family that asks, so nobody can name one of another.
final class TransferDesk {
    private static final int CLIENT_ID_LENGTH_MAX = 32;

    private final OrderDesk desk;
    private final Views views;

    TransferDesk(OrderDesk desk, Views views) {
        this.desk = desk;
        this.views = views;
    }

    /// What moves.
    private record Money(CurrencyView currency, long atoms, Wallet from, Wallet to, String clientId) {}

    /// `asset/transfer`.
    void transfer(Request request, Executor executor, Consumer<TradeReply> answer) {
        try {
            Fields fields = request.fields();
            Money money = money(fields, List.of("ccy", "amt", "from", "to"), List.of("type", "clientId", "subAcct"));
            Command command = command(request.accountId(), fields, money);
            desk.submitOne(
                    command,
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("transId", detail)
                            .field("ccy", money.currency().code())
                            .field("clientId", money.clientId())
                            .field("from", fields.text("from"))
                            .key("amt")
                            .decimal(money.atoms(), money.currency().scale())
                            .field("to", fields.text("to"))));
        } catch (ItemRefusal refusal) {
            answer.accept(refused(refusal.problem()));
        }
    }

    private Command command(int accountId, Fields fields, Money money) {
        AccountView account = account(accountId);
        return switch (fields.text("type")) {
            case "", "0" ->
                new Command.Transfer(
                        accountId,
                        money.currency().currencyId(),
                        money.atoms(),
                        money.from(),
                        money.to(),
                        money.clientId());
            case "1" -> between(account, accountId, named(ofMain(account), fields, "subAcct", "58115"), money);
            case "2" -> between(account, named(ofMain(account), fields, "subAcct", "58115"), accountId, money);
            case "3" -> between(account, accountId, ofSender(account).mainAccountId(), money);
            case "4" -> between(account, accountId, named(ofSender(account), fields, "subAcct", "58115"), money);
            default -> throw ItemRefusal.parameter("type");
        };
    }

    /// The account, which must be a main account.
    private static AccountView ofMain(AccountView account) {
        if (account.isSubAccount()) {
            throw ItemRefusal.of("58128", "The API key of a sub-account does not support this transfer type.");
        }
        return account;
    }

    /// The account, which must be a sub-account that may send. One that may not learns no names by asking.
    private static AccountView ofSender(AccountView account) {
        if (!account.isSubAccount()) {
            throw ItemRefusal.of("58127", "The API key of the main account does not support this transfer type.");
        }
        if (!account.canTransferOut()) {
            throw new ItemRefusal(Problem.TRANSFER_OUT_FORBIDDEN);
        }
        return account;
    }

    /// `asset/subaccount/transfer`: between two sub-accounts, by their main account.
    void betweenSubAccounts(Request request, Executor executor, Consumer<TradeReply> answer) {
        try {
            Fields fields = request.fields();
            Money money =
                    money(fields, List.of("ccy", "amt", "from", "to", "fromSubAccount", "toSubAccount"), List.of());
            AccountView account = account(request.accountId());
            if (account.isSubAccount()) {
                throw ItemRefusal.of("59604", "Only the API key of the main account can do this.");
            }
            int from = named(account, fields, "fromSubAccount", Problem.SUB_ACCOUNT_UNKNOWN.code());
            int to = named(account, fields, "toSubAccount", Problem.SUB_ACCOUNT_UNKNOWN.code());
            desk.submitOne(
                    between(account, from, to, money),
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("transId", detail)));
        } catch (ItemRefusal refusal) {
            answer.accept(refused(refusal.problem()));
        }
    }

    private static Command between(AccountView asking, int fromAccountId, int toAccountId, Money money) {
        return new Command.TransferBetween(
                asking.accountId(),
                fromAccountId,
                toAccountId,
                money.currency().currencyId(),
                money.atoms(),
                money.from(),
                money.to(),
                money.clientId());
    }

    private AccountView account(int accountId) {
        AccountView account = views.account(accountId);
        if (account == null) {
            throw ItemRefusal.of("50008", "User doesn't exist.");
        }
        return account;
    }

    /// The sub-account that a field names.
    private int named(AccountView relative, Fields fields, String name, String unknownCode) {
        if (!fields.isGiven(name)) {
            throw new ItemRefusal(Problem.missing(name));
        }
        AccountView account = views.subAccount(relative.familyId(), fields.text(name));
        if (account == null) {
            throw ItemRefusal.of(unknownCode, "Sub-account does not exist");
        }
        return account.accountId();
    }

    private Money money(Fields fields, List<String> required, List<String> optional) {
        for (String name : required) {
            if (!fields.isGiven(name)) {
                throw new ItemRefusal(Problem.missing(name));
            }
        }
        ItemFields.requireTypes(fields, required, List.of());
        ItemFields.requireTypes(fields, optional, List.of());
        CurrencyView currency = desk.instruments().currency(fields.text("ccy"));
        if (currency == null) {
            throw ItemRefusal.of("51012", "Token doesn't exist.");
        }
        Wallet from = wallet(fields, "from");
        Wallet to = wallet(fields, "to");
        String clientId = fields.text("clientId");
        if (!ItemFields.isAlphanumeric(clientId, CLIENT_ID_LENGTH_MAX)) {
            throw ItemRefusal.parameter("clientId");
        }
        BigDecimal amount = Amount.parse(fields.text("amt"));
        if (amount == null) {
            throw ItemRefusal.parameter("amt");
        }
        if (amount.signum() <= 0) {
            throw ItemRefusal.of("58114", "Transfer amount must be greater than 0");
        }
        long atoms = Amount.steps(amount, 1, currency.scale());
        if (atoms < 0) {
            throw ItemRefusal.parameter("amt");
        }
        if (atoms == Amount.TOO_MANY) {
            throw ItemRefusal.of("58116", "Transfer exceeds the available amount.");
        }
        return new Money(currency, atoms, from, to, clientId);
    }

    private static Wallet wallet(Fields fields, String name) {
        return switch (fields.text(name)) {
            case "6" -> Wallet.FUNDING;
            case "18" -> Wallet.TRADING;
            default -> throw ItemRefusal.parameter(name);
        };
    }

    /// A refusal with the status that the API gives to its code.
    static TradeReply refused(Problem problem) {
        boolean isOfTheRequest = List.of("50014", "51000", "58114").contains(problem.code());
        return TradeReply.refused(isOfTheRequest ? 400 : 200, problem);
    }
}
