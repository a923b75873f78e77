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

    /// The account whose sub-account it is; 0 = it is a main account.
    int mainId;

    /// What its main account calls it; empty for a main account.
    String subAccountName = "";

    /// Whether it may send money by itself, as a sub-account.
    boolean maySend;

    /// Applied clientIds, oldest first.
    final List<String> clientIds = new ArrayList<>();

    Account(int id, int makerFeeMillionths, int takerFeeMillionths) {
        this.id = id;
        this.makerFeeMillionths = makerFeeMillionths;
        this.takerFeeMillionths = takerFeeMillionths;
    }

    /// Id of the main account of its family.
    int familyId() {
        return mainId == 0 ? id : mainId;
    }
}
