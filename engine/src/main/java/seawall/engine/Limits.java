package seawall.engine;

/// The named maxima of an exchange. They are part of its replicated state: two replicas with different limits are
/// two different exchanges, so their hashes differ from the first entry on.
///
/// @param ordersMax              orders open at once; the order pool is allocated to exactly this size
/// @param ordersPerAccountMax    open orders of one account
/// @param ordersPerInstrumentMax open orders of one account on one instrument
/// @param makersPerTakerMax      orders that one taker may meet, which bounds the size of an entry
/// @param accountsMax            accounts of users, sub-accounts included
/// @param apiKeysMax             API keys of all accounts
/// @param apiKeysPerAccountMax   API keys of one account
/// @param instrumentsMax         instruments listed
/// @param currenciesMax          currencies created
/// @param gatewaysMax            gateways whose streams are remembered
/// @param clientIdsMax           clientIds of deposits and transfers remembered for each account, the latest
/// @param timersMax              cancel-all-after timers armed at once
/// @param timersPerAccountMax    cancel-all-after timers with a tag armed at once by one account
/// @param feeTiersMax            fee tiers
/// @param algosMax               algo orders open at once, attached ones included; their pool has exactly this size
/// @param tpSlPerInstrumentMax   open take-profit and stop-loss orders of one account on one instrument
/// @param triggersPerInstrumentMax open trigger orders of one account on one instrument
/// @param trailingPerInstrumentMax open trailing stops of one account on one instrument
/// @param followUpsMax           entries of work without a command after one command or timer call
/// @param subAccountsPerAccountMax sub-accounts of one main account
public record Limits(
        int ordersMax,
        int ordersPerAccountMax,
        int ordersPerInstrumentMax,
        int makersPerTakerMax,
        int accountsMax,
        int apiKeysMax,
        int apiKeysPerAccountMax,
        int instrumentsMax,
        int currenciesMax,
        int gatewaysMax,
        int clientIdsMax,
        int timersMax,
        int timersPerAccountMax,
        int feeTiersMax,
        int algosMax,
        int tpSlPerInstrumentMax,
        int triggersPerInstrumentMax,
        int trailingPerInstrumentMax,
        int followUpsMax,
        int subAccountsPerAccountMax) {

    /// Highest price of an order, in ticks.
    public static final long PRICE_TICKS_MAX = 1L << 40;
    /// Largest quantity of an order, in lots: what a double holds exactly.
    public static final long QUANTITY_LOTS_MAX = (1L << 53) - 1;
    /// Largest amount of money, in atoms: the sum of two still fits in a long.
    public static final long ATOMS_MAX = 1L << 62;
    /// Largest rate, and the whole that a rate is a part of, in millionths.
    public static final int RATE_MILLIONTHS_MAX = 1_000_000;
    /// Finest scale of a currency: an atom is 10^-12.
    public static final int CURRENCY_SCALE_MAX = 12;
    /// Finest scale of a tick or a lot.
    public static final int INSTRUMENT_SCALE_MAX = 18;
    /// Shortest time of a cancel-all-after timer.
    public static final long TIMEOUT_NANOS_MIN = 10_000_000_000L;
    /// Longest time of a cancel-all-after timer.
    public static final long TIMEOUT_NANOS_MAX = 120_000_000_000L;
    /// Longest phase of a timetable: 24 hours.
    public static final long REOPENING_NANOS_MAX = 24 * 3600 * 1_000_000_000L;
    /// Least callback of a trailing stop that is a part of the price.
    public static final int CALLBACK_MILLIONTHS_MIN = 1_000;
    /// Largest callback of a trailing stop that is a part of the price.
    public static final int CALLBACK_MILLIONTHS_MAX = 999_999;
    /// Longest label of a sub-account.
    public static final int LABEL_BYTES_MAX = 64;
    /// Id of the account that receives fees and pays rebates.
    public static final int FEE_ACCOUNT_ID = 1;
    /// Id of the account that issues paper money; the only one whose balances may be negative.
    public static final int MINT_ACCOUNT_ID = 2;
    /// Id of the first account of a user.
    public static final int USER_ACCOUNT_ID_MIN = 1000;
    /// First order id, first algo id and first bill id.
    public static final long ID_MIN = 100_000_000_000_000_001L;

    public Limits {
        require(ordersMax >= 1 && ordersMax <= 1 << 24, "ordersMax is 1 to 2^24", ordersMax);
        require(
                ordersPerAccountMax >= 1 && ordersPerAccountMax <= 1 << 16,
                "ordersPerAccountMax is 1 to 65536",
                ordersPerAccountMax);
        require(
                ordersPerInstrumentMax >= 1 && ordersPerInstrumentMax <= ordersPerAccountMax,
                "ordersPerInstrumentMax is 1 to ordersPerAccountMax",
                ordersPerInstrumentMax);
        require(
                makersPerTakerMax >= 1 && makersPerTakerMax <= 1 << 16,
                "makersPerTakerMax is 1 to 65536",
                makersPerTakerMax);
        require(accountsMax >= 1 && accountsMax <= 1 << 24, "accountsMax is 1 to 2^24", accountsMax);
        require(apiKeysMax >= 1 && apiKeysMax <= 1 << 24, "apiKeysMax is 1 to 2^24", apiKeysMax);
        require(
                apiKeysPerAccountMax >= 1 && apiKeysPerAccountMax <= apiKeysMax,
                "apiKeysPerAccountMax is 1 to apiKeysMax",
                apiKeysPerAccountMax);
        require(instrumentsMax >= 1 && instrumentsMax <= 1 << 12, "instrumentsMax is 1 to 4096", instrumentsMax);
        require(currenciesMax >= 2 && currenciesMax <= 1 << 12, "currenciesMax is 2 to 4096", currenciesMax);
        require(gatewaysMax >= 1 && gatewaysMax <= 1 << 16, "gatewaysMax is 1 to 65536", gatewaysMax);
        require(clientIdsMax >= 1 && clientIdsMax <= 1 << 16, "clientIdsMax is 1 to 65536", clientIdsMax);
        require(timersMax >= 1 && timersMax <= 1 << 24, "timersMax is 1 to 2^24", timersMax);
        require(
                timersPerAccountMax >= 1 && timersPerAccountMax <= timersMax,
                "timersPerAccountMax is 1 to timersMax",
                timersPerAccountMax);
        require(feeTiersMax >= 1 && feeTiersMax <= 1 << 8, "feeTiersMax is 1 to 256", feeTiersMax);
        require(algosMax >= 1 && algosMax <= 1 << 24, "algosMax is 1 to 2^24", algosMax);
        require(
                tpSlPerInstrumentMax >= 1 && tpSlPerInstrumentMax <= algosMax,
                "tpSlPerInstrumentMax is 1 to algosMax",
                tpSlPerInstrumentMax);
        require(
                triggersPerInstrumentMax >= 1 && triggersPerInstrumentMax <= algosMax,
                "triggersPerInstrumentMax is 1 to algosMax",
                triggersPerInstrumentMax);
        require(
                trailingPerInstrumentMax >= 1 && trailingPerInstrumentMax <= algosMax,
                "trailingPerInstrumentMax is 1 to algosMax",
                trailingPerInstrumentMax);
        require(followUpsMax >= 1 && followUpsMax <= 1 << 16, "followUpsMax is 1 to 65536", followUpsMax);
        require(
                subAccountsPerAccountMax >= 1 && subAccountsPerAccountMax <= accountsMax,
                "subAccountsPerAccountMax is 1 to accountsMax",
                subAccountsPerAccountMax);
    }

    /// An exchange that fits on a laptop.
    public static Limits laptop() {
        return new Limits(
                1 << 17, 4000, 500, 1000, 100_000, 200_000, 50, 64, 64, 64, 128, 1 << 14, 20, 16, 1 << 16, 100, 500, 50,
                100, 20);
    }

    /// An exchange of a million accounts and a million orders, which takes 3 GB of heap when it is full; see
    /// `docs/measurements.md`.
    public static Limits large() {
        return new Limits(
                1 << 20, 4000, 500, 1000, 1 << 20, 1 << 21, 50, 1024, 1024, 64, 16, 1 << 16, 20, 16, 1 << 18, 100, 500,
                50, 100, 100);
    }

    /// Limits that a test reaches within a few commands.
    public static Limits tiny() {
        return new Limits(24, 8, 5, 4, 9, 5, 3, 3, 4, 3, 3, 5, 2, 2, 9, 3, 3, 2, 2, 2);
    }

    long hash() {
        long hash = Mix.of(ordersMax, ordersPerAccountMax, ordersPerInstrumentMax, makersPerTakerMax);
        hash = Mix.of(hash, accountsMax, apiKeysMax, apiKeysPerAccountMax);
        hash = Mix.of(hash, instrumentsMax, currenciesMax, gatewaysMax);
        hash = Mix.of(hash, clientIdsMax, timersMax, timersPerAccountMax);
        hash = Mix.of(hash, feeTiersMax, algosMax, followUpsMax);
        hash = Mix.of(hash, tpSlPerInstrumentMax, triggersPerInstrumentMax, trailingPerInstrumentMax);
        return Mix.add(hash, subAccountsPerAccountMax);
    }

    private static void require(boolean condition, String expectation, int found) {
        if (!condition) {
            throw new IllegalArgumentException(expectation + ", found " + found);
        }
    }
}
