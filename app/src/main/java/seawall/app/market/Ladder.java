package seawall.app.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import seawall.drill.client.Json;
import seawall.drill.client.OrderSession;

/// One maker's quotes on one instrument: a few prices on each side of the middle, moved when the middle moves and
/// refilled
/// when they have traded.
///
/// A quote is empty, asked for (an operation is under way: nothing else is asked of it), or resting. Only the
/// exchange's answers
/// move it on, so the ladder never believes in an order that is not there.
final class Ladder {
    /// Quotes on each side.
    static final int DEPTH = 6;

    private static final double HALF_SPREAD = 0.0002;
    private static final double STEP = 0.0003;

    private final DemoInstrument instrument;
    private final String clientIdPrefix;
    private final Random random;
    private final List<Quote> quotes = new ArrayList<>();
    private long nextClientId = 1;

    private static final class Quote {
        final boolean buy;
        final int level;
        String clientOrderId = "";
        long priceTicks;
        boolean resting;
        boolean asked;

        Quote(boolean buy, int level) {
            this.buy = buy;
            this.level = level;
        }
    }

    Ladder(DemoInstrument instrument, String clientIdPrefix, Random random) {
        this.instrument = instrument;
        this.clientIdPrefix = clientIdPrefix;
        this.random = random;
        for (int level = 0; level < DEPTH; level++) {
            quotes.add(new Quote(true, level));
            quotes.add(new Quote(false, level));
        }
    }

    /// Forgets every quote: none of them rests.
    void clear() {
        for (Quote quote : quotes) {
            quote.resting = false;
            quote.asked = false;
        }
    }

    /// True when a quote rests on each side, as far as the exchange has told us.
    boolean isTwoSided() {
        return quotes.stream().anyMatch(quote -> quote.buy && quote.resting && !quote.asked)
                && quotes.stream().anyMatch(quote -> !quote.buy && quote.resting && !quote.asked);
    }

    /// Notes that one of our orders is no longer open.
    void onOrder(Map<String, Object> order) {
        String state = Json.text(order, "state");
        if (state.equals("filled") || state.equals("canceled")) {
            Quote quote = quote(Json.text(order, "clOrdId"));
            if (quote != null) {
                quote.resting = false;
            }
        }
    }

    /// Moves quotes that are off their prices and places missing ones.
    ///
    /// @param middleTicks where the quotes should centre
    /// @param ordersMax   at most so many orders are placed or moved
    /// @return orders placed or moved
    int requote(Trader trader, long middleTicks, int ordersMax) {
        var moves = new ArrayList<Quote>();
        var places = new ArrayList<Quote>();
        for (Quote quote : quotes) {
            if (!quote.asked && moves.size() + places.size() < ordersMax) {
                if (!quote.resting) {
                    places.add(quote);
                } else if (quote.priceTicks != priceTicks(quote, middleTicks)) {
                    moves.add(quote);
                }
            }
        }
        // Those that move away from the market first: otherwise our own quotes would meet on the way.
        int done = 0;
        boolean up = moves.stream().anyMatch(quote -> priceTicks(quote, middleTicks) > quote.priceTicks);
        moves.sort((one, other) -> Boolean.compare(one.buy == up, other.buy == up));
        done += ask(trader, "batch-amend-orders", moves, middleTicks);
        done += ask(trader, "batch-orders", places, middleTicks);
        return done;
    }

    private int ask(Trader trader, String op, List<Quote> asked, long middleTicks) {
        if (asked.isEmpty()) {
            return 0;
        }
        boolean places = op.equals("batch-orders");
        var args = new StringBuilder();
        var prices = new long[asked.size()];
        for (int index = 0; index < asked.size(); index++) {
            Quote quote = asked.get(index);
            prices[index] = priceTicks(quote, middleTicks);
            args.append(index == 0 ? "" : ",");
            if (places) {
                quote.clientOrderId = clientIdPrefix + nextClientId++;
                quote.priceTicks = prices[index];
                args.append(Json.fields(
                        "instId",
                        instrument.name(),
                        "tdMode",
                        "cash",
                        "clOrdId",
                        quote.clientOrderId,
                        "side",
                        quote.buy ? "buy" : "sell",
                        "ordType",
                        "post_only",
                        "px",
                        instrument.priceText(prices[index]),
                        "sz",
                        instrument.sizeText(lots(quote))));
            } else {
                args.append(Json.fields(
                        "instId", instrument.name(),
                        "clOrdId", quote.clientOrderId,
                        "newPx", instrument.priceText(prices[index])));
            }
        }
        var clientOrderIds = asked.stream().map(quote -> quote.clientOrderId).toList();
        if (!trader.request(op, args.toString(), items -> onReply(places, asked, clientOrderIds, prices, items))) {
            return 0;
        }
        for (Quote quote : asked) {
            quote.asked = true;
            // An order may be filled before its own answer arrives: what rests is decided by the order channel
            // after this.
            quote.resting = true;
        }
        return asked.size();
    }

    private void onReply(
            boolean places,
            List<Quote> asked,
            List<String> clientOrderIds,
            long[] prices,
            List<OrderSession.Item> items) {
        for (int index = 0; index < asked.size(); index++) {
            Quote quote = asked.get(index);
            if (!quote.clientOrderId.equals(clientOrderIds.get(index))) {
                continue;
            }
            quote.asked = false;
            boolean done = index < items.size() && items.get(index).isDone();
            if (done) {
                quote.priceTicks = prices[index];
            } else if (places
                    || (index < items.size() && isGone(items.get(index).code()))) {
                quote.resting = false;
            }
        }
    }

    private static boolean isGone(String code) {
        return code.equals("51503") || code.equals("51509") || code.equals("51510") || code.equals("51603");
    }

    private long priceTicks(Quote quote, long middleTicks) {
        double distance = middleTicks * (HALF_SPREAD + STEP * quote.level);
        long ticks = Math.max(1 + quote.level, Math.round(distance));
        return quote.buy ? Math.max(1, middleTicks - ticks) : middleTicks + ticks;
    }

    private long lots(Quote quote) {
        return instrument.roundedLots(
                instrument.usualLots() * (1 + quote.level * 0.7) * (0.7 + 0.6 * random.nextDouble()));
    }

    private @Nullable Quote quote(String clientOrderId) {
        for (Quote quote : quotes) {
            if (quote.clientOrderId.equals(clientOrderId)) {
                return quote;
            }
        }
        return null;
    }
}
