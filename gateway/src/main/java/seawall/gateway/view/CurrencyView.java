package seawall.gateway.view;

/// A currency.
///
/// @param scale an atom is 10^-scale of the currency
public record CurrencyView(int currencyId, String code, int scale, long balanceAtomsMax) {}
