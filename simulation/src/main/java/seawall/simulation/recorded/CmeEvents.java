package seawall.simulation.recorded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Side;

/// Reads a market-by-order recording event by event: all records up to the one that ends the event. Each record of the
/// snapshot in front is an event of its own.
final class CmeEvents {
    /// Records of one event.
    static final int RECORDS_MAX = 10_000;

    private static final String HEADER = "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,"
            + "channel_id,order_id,flags,ts_in_delta,sequence";
    private static final int COLUMNS = 14;
    private static final int TIME = 1;
    private static final int ACTION = 5;
    private static final int SIDE = 6;
    private static final int PRICE = 7;
    private static final int SIZE = 8;
    private static final int ORDER_ID = 10;
    private static final int FLAGS = 11;
    private static final int FLAG_LAST = 128;
    private static final int FLAG_SNAPSHOT = 32;
    /// A tick of the future is a quarter of a point, in units of 10^-9.
    private static final long TICK = 250_000_000;

    private final RecordingLines lines;

    CmeEvents(RecordingLines lines) throws IOException {
        this.lines = lines;
        String header = lines.next();
        if (!HEADER.equals(header)) {
            throw lines.wrong(HEADER, String.valueOf(header));
        }
    }

    /// The records of the next event, in their order.
    ///
    /// @return null behind the last one
    @Nullable
    List<CmeRecord> next() throws IOException {
        List<CmeRecord> event = new ArrayList<>();
        for (String text = lines.next(); text != null; text = lines.next()) {
            if (event.size() == RECORDS_MAX) {
                throw lines.wrong("at most " + RECORDS_MAX + " records in an event", "more");
            }
            CmeRecord record = record(text);
            event.add(record);
            if (record.endsEvent() || record.isSnapshot()) {
                return event;
            }
        }
        if (!event.isEmpty()) {
            throw lines.wrong("the end of an event", "the end of the recording");
        }
        return null;
    }

    private CmeRecord record(String text) throws IOException {
        String[] fields = text.split(",", -1);
        if (fields.length != COLUMNS) {
            throw lines.wrong(COLUMNS + " columns", fields.length + " in " + text);
        }
        long flags = number(fields[FLAGS]);
        long price = number(fields[PRICE]);
        if (price % TICK != 0 || price <= 0) {
            throw lines.wrong("a price in whole ticks", fields[PRICE]);
        }
        return new CmeRecord(
                lines.line(),
                number(fields[TIME]),
                action(fields[ACTION]),
                side(fields[SIDE]),
                price / TICK,
                number(fields[SIZE]),
                number(fields[ORDER_ID]),
                (flags & FLAG_LAST) != 0,
                (flags & FLAG_SNAPSHOT) != 0);
    }

    private CmeRecord.Action action(String text) throws IOException {
        return switch (text) {
            case "A" -> CmeRecord.Action.ADD;
            case "C" -> CmeRecord.Action.CANCEL;
            case "M" -> CmeRecord.Action.MODIFY;
            case "T" -> CmeRecord.Action.TRADE;
            case "F" -> CmeRecord.Action.FILL;
            default -> throw lines.wrong("an action A, C, M, T or F", text);
        };
    }

    private Side side(String text) throws IOException {
        return switch (text) {
            case "B" -> Side.BUY;
            case "A" -> Side.SELL;
            case "N" -> Side.NULL_VAL;
            default -> throw lines.wrong("a side B, A or N", text);
        };
    }

    private long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notNumber) {
            throw lines.wrong("a whole number", text);
        }
    }
}
