package seawall.gateway.trade;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import seawall.gateway.auth.IpList;
import seawall.gateway.auth.Seal;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.trade.TradeRoutes.Request;
import seawall.gateway.view.AccountView;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.Views;

/// What a main account does with its sub-accounts: it makes them, gives them keys and takes keys away, and lets them
/// transfer out. A name means a sub-account of the account that asks; a sub-account itself may do nothing of this.
final class SubAccountDesk {
    private static final int NAME_LENGTH_MIN = 6;
    private static final int NAME_LENGTH_MAX = 20;
    private static final int SUB_ACCOUNT_LABEL_LENGTH_MAX = 32;
    private static final int KEY_LABEL_LENGTH_MAX = 50;
    /// What the engine takes for the label of a sub-account.
    private static final int LABEL_BYTES_MAX = 64;
    private static final int NAMES_MAX = 20;
    private static final int SECRET_BYTES = 16;
    private static final int JSON_BYTES_MAX = 64 * 1024;

    private final OrderDesk desk;
    private final Views views;
    private final Seal seal;
    private final SecureRandom random = new SecureRandom();

    SubAccountDesk(OrderDesk desk, Views views, Seal seal) {
        this.desk = desk;
        this.views = views;
        this.seal = seal;
    }

    void create(Request request, Executor executor, Consumer<TradeReply> answer) {
        answering(answer, () -> {
            Fields fields = request.fields();
            int mainAccountId = mainAccountId(request);
            String name = required(fields, "subAcct");
            String type = required(fields, "type");
            ItemFields.requireTypes(fields, List.of("label", "pwd"), List.of());
            if (name.length() < NAME_LENGTH_MIN || !ItemFields.isAlphanumeric(name, NAME_LENGTH_MAX)) {
                throw ItemRefusal.parameter("subAcct");
            }
            if (!type.equals("1")) {
                throw ItemRefusal.parameter("type");
            }
            String label = label(fields, SUB_ACCOUNT_LABEL_LENGTH_MAX);
            desk.submitOne(
                    new Command.CreateSubAccount(mainAccountId, name, label),
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("label", label)
                            .field("subAcct", name)
                            .millis("ts", timeNanos)
                            .field("uid", Long.toString(OkxJson.uid(Math.toIntExact(detail))))));
        });
    }

    void createApiKey(Request request, Executor executor, Consumer<TradeReply> answer) {
        answering(answer, () -> {
            Fields fields = request.fields();
            AccountView account = named(mainAccountId(request), fields);
            required(fields, "label");
            String passphrase = required(fields, "passphrase");
            ItemFields.requireTypes(fields, List.of("perm", "ip"), List.of());
            String label = label(fields, KEY_LABEL_LENGTH_MAX);
            if (!isPassphrase(passphrase)) {
                throw ItemRefusal.of(
                        "59505",
                        "The passphrase must be 8 to 32 characters with a digit, an upper case letter, a lower case"
                                + " letter and a special character.");
            }
            int permissions = permissions(fields);
            String ipList = ipList(fields);
            requireFree(label, account, "");
            String apiKey = UUID.randomUUID().toString();
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            String secretKey = HexFormat.of().withUpperCase().formatHex(secret);
            desk.submitOne(
                    new Command.CreateApiKey(
                            account.accountId(),
                            apiKey,
                            permissions,
                            seal.seal(apiKey, secretKey, passphrase),
                            ipList,
                            label),
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("subAcct", account.name())
                            .field("label", label)
                            .field("apiKey", apiKey)
                            .field("secretKey", secretKey)
                            .field("passphrase", passphrase)
                            .field("perm", OkxJson.permissions(permissions))
                            .field("ip", ipList)
                            .millis("ts", timeNanos)));
        });
    }

    void changeApiKey(Request request, Executor executor, Consumer<TradeReply> answer) {
        answering(answer, () -> {
            Fields fields = request.fields();
            AccountView account = named(mainAccountId(request), fields);
            ApiKeyView key = key(account, fields);
            ItemFields.requireTypes(fields, List.of("label", "perm", "ip"), List.of());
            String label = fields.isGiven("label") ? label(fields, KEY_LABEL_LENGTH_MAX) : key.label();
            int permissions = fields.isGiven("perm") ? permissions(fields) : key.permissions();
            // An empty list is a change too: from then on the key may be used from anywhere.
            String ipList = fields.values().get("ip") != null ? ipList(fields) : key.ipList();
            requireFree(label, account, key.apiKey());
            desk.submitOne(
                    new Command.ChangeApiKey(account.accountId(), key.apiKey(), permissions, ipList, label),
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("subAcct", account.name())
                            .field("label", label)
                            .field("apiKey", key.apiKey())
                            .field("perm", OkxJson.permissions(permissions))
                            .field("ip", ipList)
                            .millis("ts", timeNanos)));
        });
    }

    void deleteApiKey(Request request, Executor executor, Consumer<TradeReply> answer) {
        answering(answer, () -> {
            Fields fields = request.fields();
            AccountView account = named(mainAccountId(request), fields);
            ApiKeyView key = key(account, fields);
            desk.submitOne(
                    new Command.DeleteApiKey(account.accountId(), key.apiKey()),
                    executor,
                    answer,
                    (detail, timeNanos) -> TradeRoutes.one(json -> json.field("subAcct", account.name())));
        });
    }

    void setTransferOut(Request request, Executor executor, Consumer<TradeReply> answer) {
        answering(answer, () -> {
            Fields fields = request.fields();
            int mainAccountId = mainAccountId(request);
            String[] names = required(fields, "subAcct").split(",", -1);
            if (names.length > NAMES_MAX) {
                throw ItemRefusal.parameter("subAcct");
            }
            ItemFields.requireTypes(fields, List.of(), List.of("canTransOut"));
            boolean isAllowed = !fields.isGiven("canTransOut") || fields.flag("canTransOut");
            // All of them are looked up before any is changed; repeating one changes nothing.
            var accounts = new LinkedHashSet<AccountView>();
            for (String name : names) {
                accounts.add(named(mainAccountId, name));
            }
            setTransferOut(mainAccountId, List.copyOf(accounts), 0, isAllowed, executor, answer);
        });
    }

    private void setTransferOut(
            int mainAccountId,
            List<AccountView> accounts,
            int index,
            boolean isAllowed,
            Executor executor,
            Consumer<TradeReply> answer) {
        Consumer<TradeReply> next = reply -> {
            if (reply.code().equals("0") && index + 1 < accounts.size()) {
                setTransferOut(mainAccountId, accounts, index + 1, isAllowed, executor, answer);
            } else {
                answer.accept(reply);
            }
        };
        desk.submitOne(
                new Command.SetTransferOut(mainAccountId, accounts.get(index).accountId(), isAllowed),
                executor,
                next,
                (detail, timeNanos) -> {
                    JsonOutput json = new JsonOutput(JSON_BYTES_MAX);
                    json.beginArray();
                    for (AccountView account : accounts) {
                        json.beginObject()
                                .field("subAcct", account.name())
                                .field("canTransOut", isAllowed)
                                .endObject();
                    }
                    return json.endArray().toString();
                });
    }

    /// Lets a handler refuse by throwing.
    private static void answering(Consumer<TradeReply> answer, Runnable handler) {
        try {
            handler.run();
        } catch (ItemRefusal refusal) {
            answer.accept(TransferDesk.refused(refusal.problem()));
        }
    }

    /// The account that asks, which must be a main account.
    private int mainAccountId(Request request) {
        AccountView account = views.account(request.accountId());
        if (account == null || account.isSubAccount()) {
            throw new ItemRefusal(Problem.MAIN_ACCOUNT_ONLY);
        }
        return account.accountId();
    }

    private AccountView named(int mainAccountId, Fields fields) {
        return named(mainAccountId, required(fields, "subAcct"));
    }

    private AccountView named(int mainAccountId, String name) {
        AccountView account = views.subAccount(mainAccountId, name);
        if (account == null) {
            throw new ItemRefusal(Problem.SUB_ACCOUNT_UNKNOWN);
        }
        return account;
    }

    private ApiKeyView key(AccountView account, Fields fields) {
        ApiKeyView key = views.apiKey(required(fields, "apiKey"));
        if (key == null || key.accountId() != account.accountId()) {
            throw new ItemRefusal(Problem.API_KEY_UNKNOWN);
        }
        return key;
    }

    private static String required(Fields fields, String name) {
        if (!fields.isGiven(name)) {
            throw new ItemRefusal(Problem.missing(name));
        }
        ItemFields.requireTypes(fields, List.of(name), List.of());
        return fields.text(name);
    }

    private static String label(Fields fields, int lengthMax) {
        String label = fields.text("label");
        boolean isPrintable = label.chars().noneMatch(Character::isISOControl);
        boolean fits = label.length() <= lengthMax
                && (lengthMax != SUB_ACCOUNT_LABEL_LENGTH_MAX
                        || label.getBytes(StandardCharsets.UTF_8).length <= LABEL_BYTES_MAX);
        if (!isPrintable || !fits) {
            throw ItemRefusal.parameter("label");
        }
        return label;
    }

    private void requireFree(String label, AccountView account, String apiKey) {
        for (ApiKeyView other : views.apiKeys(account.accountId())) {
            if (other.label().equals(label) && !other.apiKey().equals(apiKey)) {
                throw ItemRefusal.of("59502", "This note name already exists.");
            }
        }
    }

    private static boolean isPassphrase(String text) {
        return text.length() >= 8
                && text.length() <= 32
                && text.chars().allMatch(character -> character > ' ' && character < 0x7f)
                && text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(character -> !Character.isLetterOrDigit(character));
    }

    /// What a key of a sub-account may do: it always reads, and never withdraws.
    private static int permissions(Fields fields) {
        int permissions = ApiKeyView.READ;
        for (String name : fields.text("perm").split(",", -1)) {
            switch (name.strip()) {
                case "", "read_only" -> {}
                case "trade" -> permissions |= ApiKeyView.TRADE;
                case "withdraw" ->
                    throw ItemRefusal.of("59504", "The API key of a sub-account does not support withdrawals.");
                default -> throw ItemRefusal.parameter("perm");
            }
        }
        return permissions;
    }

    private static String ipList(Fields fields) {
        var addresses = new ArrayList<String>();
        for (String address : fields.text("ip").split(",", -1)) {
            if (!address.isBlank()) {
                addresses.add(address.strip());
            }
        }
        if (addresses.size() > IpList.RANGES_MAX) {
            throw ItemRefusal.of("59503", "An API key can be bound to " + IpList.RANGES_MAX + " addresses at most.");
        }
        String ipList = String.join(",", addresses);
        if (!IpList.isList(ipList)) {
            throw ItemRefusal.parameter("ip");
        }
        return ipList;
    }
}
