package seawall.history;

import java.util.List;
import java.util.Optional;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Wallet;

/// Which bills of an account.
///
/// @param currencyId   0 = any
/// @param instrumentId 0 = any
/// @param wallet       empty = any
/// @param reasons      empty = any
/// @param side         1 buy, 2 sell, 0 = any
/// @param clientId     empty = any
public record BillFilter(
        int currencyId,
        int instrumentId,
        Optional<Wallet> wallet,
        List<PostingReason> reasons,
        int side,
        String clientId) {
    /// Every bill.
    public static final BillFilter ANY = new BillFilter(0, 0, Optional.empty(), List.of(), 0, "");

    public BillFilter {
        reasons = List.copyOf(reasons);
    }
}
