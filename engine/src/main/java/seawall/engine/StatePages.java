package seawall.engine;

import java.util.Arrays;

/// The state cut into pages, and which of them have changed since they were last written. A snapshot then costs what
/// has changed and not what there is.
///
/// Page 0 is what everything else refers to: counters, streams, currencies, instruments, tiers and the venue's own
/// accounts. Accounts, orders and algo orders follow, a few neighbours to a page, and the last page ends the state.
/// The first and the last page are small and count as changed always.
final class StatePages {
    static final int ACCOUNTS_OF_PAGE = 16;
    static final int ORDERS_OF_PAGE = 64;
    static final int ALGOS_OF_PAGE = 64;

    final int firstAccountPage = 1;
    final int firstOrderPage;
    final int firstAlgoPage;
    final int lastPage;
    private final boolean[] changed;

    StatePages(Limits limits) {
        firstOrderPage = firstAccountPage + pages(limits.accountsMax(), ACCOUNTS_OF_PAGE);
        firstAlgoPage = firstOrderPage + pages(limits.ordersMax(), ORDERS_OF_PAGE);
        // One more algo order than may be open: the draft.
        lastPage = firstAlgoPage + pages(limits.algosMax() + 1, ALGOS_OF_PAGE);
        changed = new boolean[lastPage + 1];
    }

    private static int pages(int records, int recordsOfPage) {
        return (records + recordsOfPage - 1) / recordsOfPage;
    }

    /// Page of an account; the venue's own are in the first.
    int ofAccount(int accountId) {
        return accountId < Limits.USER_ACCOUNT_ID_MIN
                ? 0
                : firstAccountPage + (accountId - Limits.USER_ACCOUNT_ID_MIN) / ACCOUNTS_OF_PAGE;
    }

    int ofOrder(int place) {
        return firstOrderPage + place / ORDERS_OF_PAGE;
    }

    int ofAlgo(int place) {
        return firstAlgoPage + place / ALGOS_OF_PAGE;
    }

    void change(int page) {
        changed[page] = true;
    }

    boolean isChanged(int page) {
        return page == 0 || page == lastPage || changed[page];
    }

    /// Everything was written.
    void settle() {
        Arrays.fill(changed, false);
    }
}
