package seawall.simulation.recorded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import seawall.wire.codec.Side;

/// What rests when the first order book of a log is sent, learned by reading the whole log once: orders created in
/// front
/// of it, and orders that were never created but are changed, filled or deleted later. What such an order had is what
/// it
/// trades plus what is left of it at last.
///
/// @param bookLine line of the first order book, where the comparison starts
/// @param resting  by id, which is the sequence in which the venue took them
/// @param created  every order that the log creates
record BitstampOpening(long bookLine, List<RecordedBook.Shown> resting, Set<Long> created) {
    /// Orders of a whole log.
    static final int ORDERS_MAX = 1 << 20;

    static BitstampOpening of(BitstampLog log) throws IOException {
        var reading = new Reading();
        for (BitstampMessage message = log.next(); message != null; message = log.next()) {
            reading.read(message);
        }
        return reading.opening();
    }

    /// One order from before: what it trades and what is left of it as far as the log was read.
    private static final class Earlier {
        final Side side;
        final long priceTicks;
        long tradedLots;
        long leftLots;

        Earlier(BitstampMessage.OrderEvent event) {
            side = event.side();
            priceTicks = event.priceTicks();
        }
    }

    private static final class Reading {
        private final Map<Long, RecordedBook.Shown> live = new TreeMap<>();
        private final Map<Long, Earlier> earlier = new TreeMap<>();
        private final Set<Long> created = new HashSet<>();
        private final Map<Long, List<Earlier>> openByPrice = new HashMap<>();
        private long bookLine;

        void read(BitstampMessage message) {
            switch (message) {
                case BitstampMessage.OrderEvent event -> onOrder(event);
                case BitstampMessage.Trade trade -> onTrade(trade);
                case BitstampMessage.Book book -> bookLine = bookLine == 0 ? book.line() : bookLine;
            }
        }

        private void onOrder(BitstampMessage.OrderEvent event) {
            boolean isNew = event.kind() == BitstampMessage.Kind.CREATED;
            if (isNew) {
                requireRoom(created.size());
                created.add(event.orderId());
            }
            if (bookLine == 0) {
                if (event.kind() == BitstampMessage.Kind.DELETED) {
                    live.remove(event.orderId());
                } else {
                    requireRoom(live.size());
                    live.put(
                            event.orderId(),
                            new RecordedBook.Shown(event.orderId(), event.side(), event.priceTicks(), event.lots()));
                }
            } else if (!isNew && !created.contains(event.orderId()) && !live.containsKey(event.orderId())) {
                onEarlier(event);
            }
        }

        private void onEarlier(BitstampMessage.OrderEvent event) {
            requireRoom(earlier.size());
            Earlier order = earlier.computeIfAbsent(event.orderId(), id -> new Earlier(event));
            order.leftLots = event.lots();
            if (!event.isCancel()) {
                openByPrice
                        .computeIfAbsent(event.priceTicks(), price -> new ArrayList<>())
                        .add(order);
            }
        }

        /// The first trade at its price behind its event is the fill of an order from before.
        private void onTrade(BitstampMessage.Trade trade) {
            List<Earlier> open = openByPrice.remove(trade.priceTicks());
            if (open != null) {
                open.removeFirst().tradedLots += trade.lots();
                if (!open.isEmpty()) {
                    openByPrice.put(trade.priceTicks(), open);
                }
            }
        }

        BitstampOpening opening() throws IOException {
            if (bookLine == 0) {
                throw new IOException("expected an order book in the recording, found none");
            }
            var resting = new TreeMap<>(live);
            long firstCreated =
                    created.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            earlier.forEach((orderId, order) -> {
                // Ids rise: an order that the log creates behind its deletion, or never, is not one from before.
                if (orderId < firstCreated) {
                    long lots = order.tradedLots + order.leftLots;
                    resting.put(orderId, new RecordedBook.Shown(orderId, order.side, order.priceTicks, lots));
                }
            });
            return new BitstampOpening(bookLine, List.copyOf(resting.values()), created);
        }

        private static void requireRoom(int size) {
            if (size == ORDERS_MAX) {
                throw new IllegalStateException("expected at most " + ORDERS_MAX + " orders in a log, found more");
            }
        }
    }
}
