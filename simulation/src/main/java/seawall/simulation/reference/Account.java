package seawall.simulation.reference;

import java.util.ArrayList;
import java.util.List;

/// A user, or one of the venue's own accounts.
final class Account {
    final int id;
    int makerFeeMillionths;
    int takerFeeMillionths;

    /// The tier whose rates it pays; 0 = its own rates.
    int feeTier;

    /// Applied clientIds, oldest first.
    final List<String> clientIds = new ArrayList<>();

    Account(int id, int makerFeeMillionths, int takerFeeMillionths) {
        this.id = id;
        this.makerFeeMillionths = makerFeeMillionths;
        this.takerFeeMillionths = takerFeeMillionths;
    }
}
