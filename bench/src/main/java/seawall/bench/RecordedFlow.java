package seawall.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Recorded order flow of two real venues as commands: a day of a CME future, market by order, and five hours of
/// Bitstamp. A recording says what a venue's book did; the commands are what makes a book do it, and where our book
/// differs (a queue place lost, an auction) the commands that then make no sense are left out.
///
/// A recording is short, so it is played several times over, each time from an empty book.
final class RecordedFlow {
    private static final String CME_FILE = "cme-ESH4-mbo-2023-12-25.csv.gz";
    private static final String BITSTAMP_FILE = "bitstamp-BTCUSD-orders-2015-05-01.csv.gz";
    private static final int USERS = 1_000;
    /// A tick of the future is a quarter of a point, in units of 10^-9.
    private static final long CME_TICK = 250_000_000;
    /// A lot is 0.0001 BTC, in satoshi.
    private static final long BITSTAMP_LOT = 10_000;

    private final TapeRecorder recorder;
    private final Map<Long, TapeRecorder.Resting> restingById = new HashMap<>();
    private final Map<Integer, Long> idByNumber = new HashMap<>();
    private int nextUser;

    private RecordedFlow(int commands) {
        recorder = new TapeRecorder(1, USERS, commands, new TapeRecorder.Listener() {
            @Override
            public void onRests(TapeRecorder.Resting order) {}

            @Override
            public void onLeaves(TapeRecorder.Resting order) {
                Long id = idByNumber.remove(order.number);
                if (id != null) {
                    restingById.remove(id);
                }
            }
        });
    }

    private interface Line {
        void apply(String[] fields);
    }

    /// The CME recording.
    ///
    /// @return null when the folder does not hold it
    static @Nullable Tape cme(Path folder, int commands) throws IOException {
        var flow = new RecordedFlow(commands);
        return flow.play(folder.resolve(CME_FILE), commands, flow::cmeLine);
    }

    /// The Bitstamp recording.
    ///
    /// @return null when the folder does not hold it
    static @Nullable Tape bitstamp(Path folder, int commands) throws IOException {
        var flow = new RecordedFlow(commands);
        return flow.play(folder.resolve(BITSTAMP_FILE), commands, flow::bitstampLine);
    }

    private @Nullable Tape play(Path file, int commands, Line line) throws IOException {
        if (!Files.isReadable(file)) {
            return null;
        }
        recorder.endFill();
        while (recorder.size() < commands) {
            int before = recorder.size();
            try (var reader = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
                reader.readLine();
                for (String text = reader.readLine();
                        text != null && recorder.size() < commands;
                        text = reader.readLine()) {
                    line.apply(text.split(",", -1));
                }
            }
            if (recorder.size() == before) {
                throw new IOException("expected order flow in " + file + ", found none");
            }
            if (recorder.size() < commands) {
                while (recorder.restingOrders() > 0) {
                    recorder.cancel(recorder.resting(recorder.restingOrders() - 1));
                }
            }
        }
        return recorder.tape();
    }

    /// Columns used: 5 action, 6 side, 7 price, 8 size, 10 order id.
    private void cmeLine(String[] fields) {
        String side = fields[6];
        if (side.equals("N")) {
            return;
        }
        boolean buyer = side.equals("B");
        long id = Long.parseLong(fields[10]);
        switch (fields[5]) {
            case "A" -> place(id, buyer, Long.parseLong(fields[7]) / CME_TICK, Long.parseLong(fields[8]));
            case "C" -> cancel(id);
            case "M" -> amend(id, buyer, Long.parseLong(fields[7]) / CME_TICK, Long.parseLong(fields[8]));
            // The taker of a trade; what it left over is an add of its own.
            case "T" ->
                recorder.place(
                        Kind.IOC,
                        0,
                        buyer,
                        anyUser(buyer),
                        Long.parseLong(fields[7]) / CME_TICK,
                        Long.parseLong(fields[8]));
            // The maker of a trade: matching does it.
            case "F" -> {}
            default -> throw new IllegalStateException("expected an action A, C, M, T or F, found " + fields[5]);
        }
    }

    /// Columns: id, received, time, price, volume left, action, direction.
    private void bitstampLine(String[] fields) {
        long id = Long.parseLong(fields[0]);
        switch (fields[5]) {
            case "created" ->
                place(
                        id,
                        fields[6].equals("bid"),
                        Math.round(Double.parseDouble(fields[3]) * 100),
                        Math.max(1, Long.parseLong(fields[4]) / BITSTAMP_LOT));
            case "deleted" -> cancel(id);
            // A partial fill: matching does it.
            case "changed" -> {}
            default -> throw new IllegalStateException("expected created, changed or deleted, found " + fields[5]);
        }
    }

    private void place(long id, boolean buyer, long priceTicks, long lots) {
        TapeRecorder.Resting order = recorder.place(Kind.LIMIT, 0, buyer, anyUser(buyer), priceTicks, lots);
        if (order != null) {
            restingById.put(id, order);
            idByNumber.put(order.number, id);
        }
    }

    private void cancel(long id) {
        TapeRecorder.Resting order = restingById.get(id);
        if (order != null) {
            recorder.cancel(order);
        }
    }

    private void amend(long id, boolean buyer, long priceTicks, long lots) {
        TapeRecorder.Resting order = restingById.get(id);
        if (order == null) {
            return;
        }
        if (priceTicks != order.priceTicks && lots == order.remainingLots()) {
            recorder.move(order, priceTicks);
        } else if (priceTicks == order.priceTicks && lots < order.remainingLots()) {
            recorder.reduce(order, order.remainingLots() - lots);
        } else if (priceTicks != order.priceTicks || lots > order.remainingLots()) {
            // No candidate changes price and quantity at once, or lets an order grow, in one way that all share.
            recorder.cancel(order);
            place(id, buyer, priceTicks, lots);
        }
    }

    /// Users take turns: the recordings do not say whose an order is.
    private int anyUser(boolean buyer) {
        nextUser = (nextUser + 1) % recorder.usersOfSide();
        return recorder.user(buyer, nextUser);
    }
}
