package seawall.engine;

import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The state cut into pages, and which of them have changed since they were last written. A snapshot then costs what
/// has changed and not what there is.
///
/// Page 0 is what everything else refers to: counters, streams, currencies, instruments, tiers and the venue's own
/// accounts. Accounts, orders and algo orders follow, a few neighbours to a page, and the last page ends the state.
///
/// An image of the state is of one moment but is written in many: it begins with the first and the last page, which
/// are small, and the others follow in steps while commands go on. A page that a command is about to change and that
/// is still to be written is written first. So nobody waits for more than a few pages, however large the exchange is.
final class StatePages {
    static final int ACCOUNTS_OF_PAGE = 16;
    static final int ORDERS_OF_PAGE = 64;
    static final int ALGOS_OF_PAGE = 64;

    final int firstAccountPage = 1;
    final int firstOrderPage;
    final int firstAlgoPage;
    final int lastPage;
    /// As it was written last.
    private static final byte UNCHANGED = 0;
    /// Changed since, also while an image is being written that has it already.
    private static final byte CHANGED = 1;
    /// Still to be written for the image in progress, as it now is.
    private static final byte AWAITED = 2;

    private final byte[] states;
    /// Writes a page of the image in progress; null when there is none.
    private @Nullable IntConsumer writer;
    /// No page before this one is awaited.
    private int nextAwaited;

    StatePages(Limits limits) {
        firstOrderPage = firstAccountPage + pages(limits.accountsMax(), ACCOUNTS_OF_PAGE);
        firstAlgoPage = firstOrderPage + pages(limits.ordersMax(), ORDERS_OF_PAGE);
        // One more algo order than may be open: the draft.
        lastPage = firstAlgoPage + pages(limits.algosMax() + 1, ALGOS_OF_PAGE);
        states = new byte[lastPage + 1];
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

    /// To be called before anything of a page changes.
    void change(int page) {
        if (states[page] != CHANGED) {
            changeFirst(page);
        }
    }

    private void changeFirst(int page) {
        if (states[page] == AWAITED) {
            Objects.requireNonNull(writer, "pages are awaited by an image").accept(page);
        }
        states[page] = CHANGED;
    }

    boolean isImageInProgress() {
        return writer != null;
    }

    /// Begins an image of the state as it is.
    void beginImage(IntConsumer pageWriter) {
        assert writer == null : "one image at a time";
        writer = pageWriter;
        pageWriter.accept(0);
        pageWriter.accept(lastPage);
        for (int page = 1; page < lastPage; page++) {
            if (states[page] == CHANGED) {
                states[page] = AWAITED;
            }
        }
        nextAwaited = 1;
    }

    /// Writes more pages of the image in progress.
    ///
    /// @return true when it is complete
    boolean continueImage(int pagesMax) {
        IntConsumer pageWriter = Objects.requireNonNull(writer, "an image was begun");
        for (int written = 0; nextAwaited < lastPage; nextAwaited++) {
            if (states[nextAwaited] == AWAITED) {
                if (written++ == pagesMax) {
                    return false;
                }
                pageWriter.accept(nextAwaited);
                states[nextAwaited] = UNCHANGED;
            }
        }
        writer = null;
        return true;
    }
}
