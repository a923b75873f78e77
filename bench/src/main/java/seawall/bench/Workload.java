package seawall.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A named kind of order flow, and how much of it is timed.
///
/// @param name        on the command line and in tables
/// @param description for the help and the progress
/// @param isOneBook   the books alone are measured with it too
/// @param hasRates    latency at fixed rates is measured with it too
/// @param growsFrom   name of the workload that it is the larger of, to tell what size costs; empty for none
/// @param orders      resting orders that it keeps, for the working set of a pointer chase
/// @param generator   of its tape
record Workload(
        String name,
        String description,
        boolean isOneBook,
        boolean hasRates,
        String growsFrom,
        int orders,
        Generator generator) {
    private static final long SEED = 20_210_129;
    private static final int USERS = 1_000;
    /// 2,000 currency accounts, as in exchange-core's single-book test.
    private static final int USERS_OF_SINGLE_BOOK = 1_000;
    /// 10,000 currency accounts are about 3,300 users, as in its many-books test.
    private static final int USERS_OF_MANY_BOOKS = 3_300;

    /// Makes a tape, or answers null when what it needs is not there.
    interface Generator {
        @Nullable
        Tape tape(int commands) throws IOException;
    }

    /// All, in the order in which they are measured.
    ///
    /// @param orderFlow folder of the recordings, which need not exist
    static List<Workload> all(Path orderFlow) {
        var all = new ArrayList<Workload>();
        for (int floor : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            boolean isOfPeers = floor == 1_000 || floor == 100_000;
            all.add(common(
                    "common-" + brief(floor),
                    String.format(Locale.ROOT, "common mix, %,d resting orders", floor),
                    isOfPeers,
                    floor == 1_000 ? "" : "common-1k",
                    1,
                    floor));
        }
        all.add(new Workload(
                "published-single",
                "exchange-core's published mix: one order book, 1,000 resting orders",
                true,
                true,
                "",
                1_000,
                commands -> PublishedMix.tape(SEED, 1, USERS_OF_SINGLE_BOOK, 1_000, commands)));
        all.add(new Workload(
                "published-many",
                "exchange-core's published mix: 100 order books, 3,300 users, 10,000 resting orders",
                false,
                true,
                "",
                10_000,
                commands -> PublishedMix.tape(SEED, 100, USERS_OF_MANY_BOOKS, 10_000, commands)));
        all.add(new Workload(
                "real-cme",
                "a day of the CME future ESH4, market by order, over and over",
                true,
                false,
                "",
                11_000,
                commands -> RecordedFlow.cme(orderFlow, commands)));
        all.add(new Workload(
                "real-bitstamp",
                "five hours of Bitstamp BTC/USD, over and over",
                true,
                false,
                "",
                1_000,
                commands -> RecordedFlow.bitstamp(orderFlow, commands)));
        for (int instruments : new int[] {10, 100, 1_000}) {
            all.add(common(
                    "instruments-" + instruments,
                    String.format(Locale.ROOT, "common mix, %,d books, 100,000 resting orders in all", instruments),
                    false,
                    instruments == 10 ? "" : "instruments-10",
                    instruments,
                    100_000));
        }
        return List.copyOf(all);
    }

    private static Workload common(
            String name, String description, boolean isOfPeers, String growsFrom, int instruments, int floor) {
        // A user has about a hundred orders at most, as an account has limits.
        int users = Math.max(USERS, floor / 100);
        return new Workload(
                name,
                description,
                isOfPeers,
                isOfPeers,
                growsFrom,
                floor,
                commands -> CommonMix.tape(SEED, instruments, users, floor, commands));
    }

    private static String brief(int count) {
        return count >= 1_000_000 ? count / 1_000_000 + "m" : count / 1_000 + "k";
    }
}
