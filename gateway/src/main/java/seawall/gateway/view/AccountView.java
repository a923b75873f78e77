package seawall.gateway.view;

/// An account; its rates are positive when charged, and the maker's may be negative (a rebate).
///
/// @param name           of a sub-account: what its main account calls it
/// @param feeTier        the tier whose rates it pays; 0 when it has rates of its own
/// @param mainAccountId  0 when it is a main account itself
/// @param label          of a sub-account; else empty
/// @param canTransferOut whether it may send money to other accounts of its family, as a sub-account
public record AccountView(
        int accountId,
        String name,
        int makerFeeMillionths,
        int takerFeeMillionths,
        int feeTier,
        int mainAccountId,
        String label,
        boolean canTransferOut,
        long createdNanos) {
    /// True when it belongs to a main account.
    public boolean isSubAccount() {
        return mainAccountId != 0;
    }

    /// The main account of its family, which it may be itself.
    public int familyId() {
        return isSubAccount() ? mainAccountId : accountId;
    }

    AccountView withFees(int tier, int maker, int taker) {
        return new AccountView(accountId, name, maker, taker, tier, mainAccountId, label, canTransferOut, createdNanos);
    }

    AccountView withTransferOut(boolean allowed) {
        return new AccountView(
                accountId,
                name,
                makerFeeMillionths,
                takerFeeMillionths,
                feeTier,
                mainAccountId,
                label,
                allowed,
                createdNanos);
    }
}
