package seawall.simulation.reference;

/// The maxima that the rules page names.
///
/// @param accountsMax      users, their sub-accounts included; the venue's own accounts are not counted
/// @param ordersMax        open orders of the whole exchange
/// @param ordersPerInstrumentMax open orders of one account on one instrument
/// @param makersPerTakerMax resting orders that one taker may meet
/// @param clientIdsMax     latest applied clientIds that are remembered for each account
/// @param timersMax        cancel-all-after timers armed at once
/// @param timersPerAccountMax those with a tag of one account
/// @param algosMax         open algo orders of the whole exchange, attached ones included
/// @param tpSlPerInstrumentMax open take-profit and stop-loss orders of one account on one instrument
/// @param triggersPerInstrumentMax open trigger orders, likewise
/// @param trailingPerInstrumentMax open trailing stops, likewise
/// @param followUpsMax     entries of follow-ups after one command or timer call
/// @param subAccountsPerAccountMax sub-accounts of one main account
public record ReferenceLimits(
        int gatewaysMax,
        int currenciesMax,
        int instrumentsMax,
        int accountsMax,
        int apiKeysMax,
        int apiKeysPerAccountMax,
        int ordersMax,
        int ordersPerAccountMax,
        int ordersPerInstrumentMax,
        int makersPerTakerMax,
        int clientIdsMax,
        int timersMax,
        int timersPerAccountMax,
        int feeTiersMax,
        int algosMax,
        int tpSlPerInstrumentMax,
        int triggersPerInstrumentMax,
        int trailingPerInstrumentMax,
        int followUpsMax,
        int subAccountsPerAccountMax) {}
