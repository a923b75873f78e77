package seawall.simulation.recorded;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.Side;

/// Reads a Bitstamp log: one message a line, `milliseconds name {json}`, in exactly the form of the recording.
final class BitstampLog {
    private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) ([a-z_]+) (\\{.*\\})");
    private static final Pattern ORDER = Pattern.compile(
            "\\{\"price\": \"([0-9.]{1,20})\", \"amount\": \"([0-9.]{1,20})\", \"datetime\": \"[0-9]+\","
                    + " \"id\": ([0-9]{1,18}), \"order_type\": ([01])\\}");
    private static final Pattern TRADE =
            Pattern.compile("\\{\"price\": ([0-9.e-]{1,30}), \"amount\": ([0-9.e-]{1,30}), \"id\": [0-9]+\\}");
    private static final Pattern BOOK = Pattern.compile("\\{\"bids\": \\[([^{}]*)\\], \"asks\": \\[([^{}]*)\\]\\}");
    private static final Pattern LEVEL = Pattern.compile("\\[\"([0-9.]{1,20})\", \"([0-9.]{1,20})\"\\](?:, |$)");
    private static final int PRICE_DECIMALS = 2;
    private static final int AMOUNT_DECIMALS = 8;

    private final RecordingLines lines;

    BitstampLog(RecordingLines lines) {
        this.lines = lines;
    }

    /// The next message.
    ///
    /// @return null behind the last one
    @Nullable
    BitstampMessage next() throws IOException {
        String text = lines.next();
        if (text == null) {
            return null;
        }
        Matcher line = matcher(LINE, text);
        long millis = Long.parseLong(line.group(1));
        String body = line.group(3);
        return switch (line.group(2)) {
            case "order_created" -> order(millis, BitstampMessage.Kind.CREATED, body);
            case "order_changed" -> order(millis, BitstampMessage.Kind.CHANGED, body);
            case "order_deleted" -> order(millis, BitstampMessage.Kind.DELETED, body);
            case "trade" -> trade(millis, body);
            case "order_book" -> book(millis, body);
            default -> throw lines.wrong("an order event, a trade or an order book", line.group(2));
        };
    }

    private BitstampMessage order(long millis, BitstampMessage.Kind kind, String body) throws IOException {
        Matcher order = matcher(ORDER, body);
        return new BitstampMessage.OrderEvent(
                lines.line(),
                millis,
                kind,
                Long.parseLong(order.group(3)),
                order.group(4).equals("0") ? Side.BUY : Side.SELL,
                units(order.group(1), PRICE_DECIMALS),
                units(order.group(2), AMOUNT_DECIMALS));
    }

    private BitstampMessage trade(long millis, String body) throws IOException {
        Matcher trade = matcher(TRADE, body);
        return new BitstampMessage.Trade(
                lines.line(), millis, units(trade.group(1), PRICE_DECIMALS), units(trade.group(2), AMOUNT_DECIMALS));
    }

    private BitstampMessage book(long millis, String body) throws IOException {
        Matcher book = matcher(BOOK, body);
        return new BitstampMessage.Book(lines.line(), millis, levels(book.group(1)), levels(book.group(2)));
    }

    private SortedMap<Long, Long> levels(String text) throws IOException {
        SortedMap<Long, Long> levels = new TreeMap<>();
        Matcher level = LEVEL.matcher(text);
        int end = 0;
        while (level.find() && level.start() == end) {
            levels.put(units(level.group(1), PRICE_DECIMALS), units(level.group(2), AMOUNT_DECIMALS));
            end = level.end();
        }
        if (end != text.length() || levels.isEmpty()) {
            throw lines.wrong("levels of price and amount", text);
        }
        return levels;
    }

    /// A decimal in units of its last place. The log writes prices and amounts of trades as binary fractions with all
    /// their digits, so the nearest unit is meant.
    private long units(String decimal, int decimals) throws IOException {
        try {
            return new BigDecimal(decimal)
                    .movePointRight(decimals)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException unreadable) {
            throw lines.wrong("a decimal", decimal);
        }
    }

    private Matcher matcher(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw lines.wrong(pattern.pattern(), text);
        }
        return matcher;
    }
}
