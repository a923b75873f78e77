package seawall.gateway.view;

/// An account; its rates are positive when charged, and the maker's may be negative (a rebate).
///
/// @param feeTier the tier whose rates it pays; 0 when it has rates of its own
public record AccountView(
        int accountId, String name, int makerFeeMillionths, int takerFeeMillionths, int feeTier, long createdNanos) {
    AccountView withFees(int tier, int maker, int taker) {
        return new AccountView(accountId, name, maker, taker, tier, createdNanos);
    }
}
