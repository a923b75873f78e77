package seawall.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Wallet;

/// Rows that are older than what the views keep. Every call may wait for a store, so it belongs on a thread that may
/// wait. The views are complete above a floor that each page names; rows come from here only at or below it.
///
/// All lists are newest first. Ids are exclusive bounds, times inclusive ones.
public interface OlderPages {
    /// What a page may contain.
    ///
    /// @param instrumentId  0 = any
    /// @param floorId       only rows with ids at or below this one: the views have the others
    /// @param afterId       only rows with smaller ids; [Long#MAX_VALUE] = no bound
    /// @param beforeId      only rows with greater ids; 0 = no bound
    /// @param beginMillis   only rows from this time on
    /// @param endMillis     only rows up to this time
    /// @param limit         at most this many rows
    record Page(
            int instrumentId, long floorId, long afterId, long beforeId, long beginMillis, long endMillis, int limit) {}

    /// Closed orders by order id; times are those of creation.
    ///
    /// @param state     null = any
    /// @param withUnfilled whether orders that were canceled without a fill count
    List<OrderView> orders(int accountId, @Nullable OrderState state, boolean withUnfilled, Page page);

    /// One closed order by its id, or by its client order id (the newest) when the id is 0; null if there is none.
    @Nullable
    OrderView order(int accountId, int instrumentId, long orderId, String clientOrderId);

    /// Fills by bill id.
    ///
    /// @param orderId 0 = any
    List<FillView> fills(int accountId, long orderId, Page page);

    /// Bills by bill id.
    ///
    /// @param currencyId 0 = any
    List<BillView> bills(int accountId, Wallet wallet, int currencyId, Page page);

    /// Transfers of an account to and from others of its family, by transfer id.
    ///
    /// @param currencyId 0 = any
    List<TransferView> familyTransfers(int accountId, int currencyId, Page page);

    /// Trades by trade id.
    List<TradeView> trades(Page page);

    /// Candles with trades, by the time they open in milliseconds, which is the id of the page.
    List<CandleView> candles(Bar bar, Page page);
}
