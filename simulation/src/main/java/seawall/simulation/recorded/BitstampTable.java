package seawall.simulation.recorded;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Side;

/// Compares the table that was made of a Bitstamp log with the log: the same order events in the same sequence. So what
/// the engine was compared with is what others work with.
final class BitstampTable {
    private static final String HEADER = "id,timestamp,exchange.timestamp,price,volume,action,direction";
    private static final int COLUMNS = 7;
    private static final int ID = 0;
    private static final int MILLIS = 1;
    private static final int PRICE = 3;
    private static final int VOLUME = 4;
    private static final int ACTION = 5;
    private static final int DIRECTION = 6;
    private static final int LINES_PER_TICK_OF_PROGRESS = 1_000;
    private static final double SATOSHI_PER_BITCOIN = 1e8;
    private static final int AMOUNT_DECIMALS = 8;
    private static final int PRICE_DECIMALS = 2;

    private BitstampTable() {}

    static Findings compare(RecordingLines table, BitstampLog log, LongConsumer progress) throws IOException {
        String header = table.next();
        if (!HEADER.equals(header)) {
            throw table.wrong(HEADER, String.valueOf(header));
        }
        var findings = new Findings();
        BitstampMessage.OrderEvent event = nextOrder(log);
        for (String row = table.next(); row != null; row = table.next()) {
            compare(table, row, event, findings);
            event = nextOrder(log);
            if (table.line() % LINES_PER_TICK_OF_PROGRESS == 0) {
                progress.accept(table.line());
            }
        }
        if (event != null) {
            findings.differ(table.line(), Cause.UNEXPLAINED, event.toString(), "no row", "the end of the table");
        }
        return findings;
    }

    private static BitstampMessage.@Nullable OrderEvent nextOrder(BitstampLog log) throws IOException {
        for (BitstampMessage message = log.next(); message != null; message = log.next()) {
            if (message instanceof BitstampMessage.OrderEvent event) {
                return event;
            }
        }
        return null;
    }

    private static void compare(
            RecordingLines table, String row, BitstampMessage.@Nullable OrderEvent event, Findings findings)
            throws IOException {
        String[] fields = row.split(",", -1);
        if (fields.length != COLUMNS) {
            throw table.wrong(COLUMNS + " columns", fields.length + " in " + row);
        }
        findings.event();
        boolean same = event != null && row.equals(row(fields, event, event.lots()));
        findings.order(same);
        if (!same) {
            boolean isCutOff = event != null && row.equals(row(fields, event, cutOff(event.lots())));
            findings.differ(
                    table.line(),
                    isCutOff ? Cause.SATOSHI_CUT_OFF : Cause.UNEXPLAINED,
                    String.valueOf(event),
                    row,
                    isCutOff ? "the same arithmetic gives the same satoshi" : "a row of the table");
        }
    }

    /// The row of an event; the time of the venue is taken from the table, since the log's readers leave it out.
    private static String row(String[] fields, BitstampMessage.OrderEvent event, long lots) {
        String[] expected = fields.clone();
        expected[ID] = String.valueOf(event.orderId());
        expected[MILLIS] = String.valueOf(event.millis());
        expected[PRICE] = BigDecimal.valueOf(event.priceTicks(), PRICE_DECIMALS).toPlainString();
        expected[VOLUME] = String.valueOf(lots);
        expected[ACTION] = event.kind().name().toLowerCase(Locale.ROOT);
        expected[DIRECTION] = event.side() == Side.BUY ? "bid" : "ask";
        return String.join(",", expected);
    }

    private static long cutOff(long lots) {
        double satoshi = BigDecimal.valueOf(lots, AMOUNT_DECIMALS).doubleValue() * SATOSHI_PER_BITCOIN;
        return new BigDecimal(satoshi).setScale(0, RoundingMode.DOWN).longValueExact();
    }
}
