package seawall.gateway.fanout;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.BookChecksum;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.BookLevels;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.Side;

/// A book channel: the best levels, as snapshots only or as a snapshot and the changes since.
///
/// Changes are found by comparing the window as it was sent with the window as it is. So levels that move into the
/// window are sent, levels that leave it are deleted, and what came and went between two turns is never sent.
final class BookTopic extends Topic {
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final Side[] SIDES = {Side.SELL, Side.BUY};

    private final OkxJson render;
    private final InstrumentView instrument;
    private final BookLevels book;
    private final int depth;
    private final boolean isIncremental;
    private final BookChecksum checksum = new BookChecksum();
    private final Window asks;
    private final Window bids;
    private long sentSequence = -1;
    private long spokeNanos;

    BookTopic(
            TopicKey key,
            OkxJson render,
            InstrumentView instrument,
            BookLevels book,
            int depth,
            long intervalNanos,
            boolean isIncremental) {
        super(key, intervalNanos);
        this.render = render;
        this.instrument = instrument;
        this.book = book;
        this.depth = depth;
        this.isIncremental = isIncremental;
        this.asks = new Window(depth);
        this.bids = new Window(depth);
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        // A change below the window is nothing that this channel shows.
        boolean isSame =
                book.sequence() == sentSequence || (asks.equalsNow(book, Side.SELL) && bids.equalsNow(book, Side.BUY));
        if (isSame) {
            if (nowNanos - spokeNanos < QUIET_NANOS) {
                return null;
            }
            return isIncremental ? keepAlive(nowNanos, message) : whole(nowNanos, message);
        }
        return isIncremental ? changes(nowNanos, message) : whole(nowNanos, message);
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        if (!isIncremental) {
            return whole(nowNanos, message);
        }
        // The state of the last update, which is the state now: it was brought up to date a moment ago.
        if (sentSequence < 0 || !asks.equalsNow(book, Side.SELL) || !bids.equalsNow(book, Side.BUY)) {
            remember(nowNanos);
        }
        message.field("action", "snapshot").key("data").beginArray().beginObject();
        render.sides(message, instrument, book, depth);
        return end(message, nowNanos, -1, sentSequence);
    }

    @Override
    void skipUpdate(long nowNanos) {
        remember(nowNanos);
    }

    private JsonOutput whole(long nowNanos, JsonOutput message) {
        remember(nowNanos);
        message.key("data").beginArray().beginObject();
        render.sides(message, instrument, book, depth);
        if (depth > 1) {
            message.field("instId", instrument.name());
        }
        message.millis("ts", nowNanos).key("seqId").integer(sentSequence);
        return message.endObject().endArray().endObject();
    }

    private JsonOutput changes(long nowNanos, JsonOutput message) {
        message.field("action", "update").key("data").beginArray().beginObject();
        for (Side side : SIDES) {
            message.key(side == Side.SELL ? "asks" : "bids").beginArray();
            window(side).writeChanges(book, side, message);
            message.endArray();
        }
        long previous = sentSequence;
        remember(nowNanos);
        return end(message, nowNanos, previous, sentSequence);
    }

    private JsonOutput keepAlive(long nowNanos, JsonOutput message) {
        spokeNanos = nowNanos;
        message.field("action", "update").key("data").beginArray().beginObject();
        message.key("asks").beginArray().endArray();
        message.key("bids").beginArray().endArray();
        return end(message, nowNanos, sentSequence, sentSequence);
    }

    private JsonOutput end(JsonOutput message, long nowNanos, long previousSequence, long sequence) {
        message.millis("ts", nowNanos).key("checksum").integer(checksum.of(instrument, book));
        message.key("prevSeqId").integer(previousSequence).key("seqId").integer(sequence);
        return message.endObject().endArray().endObject();
    }

    private void remember(long nowNanos) {
        asks.remember(book, Side.SELL);
        bids.remember(book, Side.BUY);
        sentSequence = book.sequence();
        spokeNanos = nowNanos;
    }

    private Window window(Side side) {
        return side == Side.SELL ? asks : bids;
    }

    /// One side as it was last sent.
    private final class Window {
        private final long[] prices;
        private final long[] quantities;
        private final int[] orders;
        private int size;

        Window(int depth) {
            prices = new long[depth];
            quantities = new long[depth];
            orders = new int[depth];
        }

        boolean equalsNow(BookLevels now, Side side) {
            int levels = Math.min(prices.length, now.levels(side));
            if (levels != size) {
                return false;
            }
            for (int i = 0; i < levels; i++) {
                if (prices[i] != now.priceTicks(side, i)
                        || quantities[i] != now.quantityLots(side, i)
                        || orders[i] != now.orders(side, i)) {
                    return false;
                }
            }
            return true;
        }

        void remember(BookLevels now, Side side) {
            size = Math.min(prices.length, now.levels(side));
            for (int i = 0; i < size; i++) {
                prices[i] = now.priceTicks(side, i);
                quantities[i] = now.quantityLots(side, i);
                orders[i] = now.orders(side, i);
            }
        }

        /// Walks both lists from the best price on, as a merge does.
        void writeChanges(BookLevels now, Side side, JsonOutput message) {
            int levels = Math.min(prices.length, now.levels(side));
            int was = 0;
            int is = 0;
            while (was < size || is < levels) {
                int order = was == size ? 1 : is == levels ? -1 : compare(side, prices[was], now.priceTicks(side, is));
                if (order < 0) {
                    render.level(message, instrument, prices[was++], 0, 0);
                } else if (order > 0) {
                    render.level(
                            message,
                            instrument,
                            now.priceTicks(side, is),
                            now.quantityLots(side, is),
                            now.orders(side, is));
                    is++;
                } else {
                    if (quantities[was] != now.quantityLots(side, is) || orders[was] != now.orders(side, is)) {
                        render.level(
                                message, instrument, prices[was], now.quantityLots(side, is), now.orders(side, is));
                    }
                    was++;
                    is++;
                }
            }
        }

        private static int compare(Side side, long first, long second) {
            return side == Side.SELL ? Long.compare(first, second) : Long.compare(second, first);
        }
    }
}
