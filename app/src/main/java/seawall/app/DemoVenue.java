package seawall.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import seawall.app.market.DemoInstrument;
import seawall.drill.client.Credentials;
import seawall.gateway.auth.Seal;
import seawall.wire.codec.Wallet;

/// What the demo lists, and who trades there with how much paper money.
///
/// @param users  two traders for people
/// @param robots the market's: a maker, then takers
record DemoVenue(List<Credentials> users, List<Credentials> robots) {
    private static final List<String> USERS = List.of("demo-trader-1", "demo-trader-2");
    private static final List<String> ROBOTS = List.of("demo-maker", "demo-taker-1", "demo-taker-2");
    private static final Map<String, Long> USER_UNITS = units(1_000_000, 10, 200, 10_000, 1_000_000);
    private static final Map<String, Long> ROBOT_UNITS =
            units(1_000_000_000, 20_000, 400_000, 50_000_000, 10_000_000_000L);
    /// The API shows account n as this number plus n, so that it looks like a user id everywhere.
    private static final long UID_BASE = 100_000_000_000_000_000L;

    private static final long FUNDING_USDT = 10_000;

    // OKX, regular user: 0.08 % for makers, 0.1 % for takers. Robots pay them as well: at 120 orders a second the
    // maker some 6 USDT a second, so that its funds last for about five years.
    private static final int MAKER_FEE_MILLIONTHS = 800;
    private static final int TAKER_FEE_MILLIONTHS = 1_000;

    private static Map<String, Long> units(long usdt, long btc, long eth, long sol, long doge) {
        var units = new LinkedHashMap<String, Long>();
        units.put("USDT", usdt);
        units.put("BTC", btc);
        units.put("ETH", eth);
        units.put("SOL", sol);
        units.put("DOGE", doge);
        return units;
    }

    /// Lets somebody issue commands and hear the answers.
    @FunctionalInterface
    interface Door {
        void open(Consumer<Opening> commands);
    }

    /// Opens the venue, or finds it as an earlier start has left it.
    ///
    /// @param seal      under which secrets travel
    /// @param directory where the keys are kept
    static DemoVenue open(Door door, Seal seal, Path directory) throws IOException {
        List<DemoAccounts.Account> accounts = DemoAccounts.keys(directory, all());
        boolean funded = DemoAccounts.isOpened(directory);
        var credentials = new LinkedHashMap<String, Credentials>();
        door.open(opening -> {
            var currencyIds = new LinkedHashMap<String, Integer>();
            for (String code : USER_UNITS.keySet()) {
                currencyIds.put(code, opening.currency(code));
            }
            for (DemoInstrument instrument : DemoInstrument.ALL) {
                opening.instrument(instrument);
            }
            for (DemoAccounts.Account account : accounts) {
                boolean robot = ROBOTS.contains(account.name());
                int accountId = opening.account(account.name(), MAKER_FEE_MILLIONTHS, TAKER_FEE_MILLIONTHS);
                opening.apiKey(
                        accountId,
                        account.apiKey(),
                        seal.seal(account.apiKey(), account.secretKey(), account.passphrase()),
                        "demo");
                if (!funded) {
                    (robot ? ROBOT_UNITS : USER_UNITS)
                            .forEach((code, units) -> opening.deposit(
                                    accountId, idOf(currencyIds, code), Wallet.TRADING, units, "demo-" + code));
                    if (!robot) {
                        opening.deposit(
                                accountId,
                                idOf(currencyIds, "USDT"),
                                Wallet.FUNDING,
                                FUNDING_USDT,
                                "demo-funding-USDT");
                    }
                }
                credentials.put(account.name(), account.credentials(UID_BASE + accountId));
            }
        });
        return new DemoVenue(of(credentials, USERS), of(credentials, ROBOTS));
    }

    private static List<String> all() {
        var names = new ArrayList<>(USERS);
        names.addAll(ROBOTS);
        return names;
    }

    private static int idOf(Map<String, Integer> currencyIds, String code) {
        return Objects.requireNonNull(currencyIds.get(code), () -> "the demo lists the currency " + code);
    }

    private static List<Credentials> of(Map<String, Credentials> credentials, List<String> names) {
        return names.stream().map(credentials::get).toList();
    }
}
