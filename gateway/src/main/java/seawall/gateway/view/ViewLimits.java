package seawall.gateway.view;

/// How much a gateway remembers. The first five must be at least those of the engine, since a view that cannot hold
/// what the journal says would show another exchange: crossing one of them stops the gateway. The others bound recent
/// history: the oldest row leaves, and older pages come from [OlderPages].
///
/// @param currenciesMax          currencies
/// @param instrumentsMax         instruments
/// @param accountsMax            accounts of users
/// @param apiKeysMax             API keys of all accounts together
/// @param levelsPerSideMax       price levels of one side of one order book
/// @param bookDepthMax           levels per side in the snapshot that is renewed every 50 ms
/// @param bookFullDepthMax       levels per side in the snapshot that is renewed every second
/// @param tradesPerInstrumentMax recent trades of one instrument
/// @param candlesPerBarMax       recent candles with trades, of one bar of one instrument
/// @param ordersPerAccountMax    recent closed orders, and recent closed algo orders, of one account
/// @param fillsPerAccountMax     recent fills of one account
/// @param billsPerAccountMax     recent bills of one account in each of its two wallets
/// @param transfersPerAccountMax recent transfers, and recent deposits, of one account
public record ViewLimits(
        int currenciesMax,
        int instrumentsMax,
        int accountsMax,
        int apiKeysMax,
        int levelsPerSideMax,
        int bookDepthMax,
        int bookFullDepthMax,
        int tradesPerInstrumentMax,
        int candlesPerBarMax,
        int ordersPerAccountMax,
        int fillsPerAccountMax,
        int billsPerAccountMax,
        int transfersPerAccountMax) {
    public ViewLimits {
        require(
                currenciesMax >= 1 && instrumentsMax >= 1 && accountsMax >= 1 && apiKeysMax >= 1,
                "room for one of each");
        require(bookDepthMax >= 1 && bookDepthMax <= bookFullDepthMax, "the full book holds the shallow one");
        require(bookFullDepthMax <= levelsPerSideMax, "a snapshot is no deeper than the book");
        require(tradesPerInstrumentMax >= 1 && candlesPerBarMax >= 1, "the latest trade and candle are always kept");
        require(
                ordersPerAccountMax >= 1
                        && fillsPerAccountMax >= 1
                        && billsPerAccountMax >= 1
                        && transfersPerAccountMax >= 1,
                "the latest of each is always kept");
    }

    /// The depths that the OKX dialect promises, for a venue of a million accounts.
    public static ViewLimits standard() {
        return new ViewLimits(1_024, 4_096, 1 << 20, 1 << 21, 1 << 20, 400, 5_000, 1_000, 1_440, 500, 500, 500, 100);
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException("expected: " + rule);
        }
    }
}
