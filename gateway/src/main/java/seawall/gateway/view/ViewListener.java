package seawall.gateway.view;

import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;
import seawall.wire.codec.Wallet;

/// Hears what each journal entry changed, on the view thread, in the order of the entry's events; the views already
/// show
/// the event when its call comes. [#onEntry] closes each entry. Nothing here may block or throw.
public interface ViewListener {
    default void onCurrency(CurrencyView currency) {}

    /// An instrument was listed, or its sizes or its timetable changed.
    default void onInstrument(InstrumentView instrument) {}

    default void onPhase(InstrumentView instrument, Phase phase) {}

    default void onPriceLimit(InstrumentView instrument) {}

    /// An account was created, or its fees or what it may changed.
    default void onAccount(AccountView account) {}

    default void onApiKey(ApiKeyView apiKey) {}

    /// Everything of a key but its secret may have changed.
    default void onApiKeyChanged(ApiKeyView apiKey) {}

    default void onApiKeyDeleted(ApiKeyView apiKey) {}

    /// State of a price level after the entry; quantity 0 = gone.
    default void onLevel(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {}

    default void onTrade(TradeView trade) {}

    default void onOrder(OrderUpdate update) {}

    /// Something happened to an algo order; not while it is attached, when it is shown with its parent order.
    default void onAlgo(AlgoUpdate update) {}

    default void onFillForAccount(FillView fill) {}

    default void onBill(BillView bill) {}

    /// Money moved within an account, or between two accounts of a family.
    default void onTransfer(TransferView transfer) {}

    /// A balance of a user after the entry.
    default void onBalance(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms) {}

    /// A dead-man timer was armed, disarmed or fired.
    ///
    /// @param triggerNanos 0 = disarmed or fired
    default void onCancelAllAfter(int accountId, String tag, long triggerNanos) {}

    /// The end of an entry; the views show all its effects.
    default void onEntry(EntryHeader header) {}
}
