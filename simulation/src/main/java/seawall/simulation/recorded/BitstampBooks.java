package seawall.simulation.recorded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import seawall.wire.codec.Side;

/// Compares the engine's book with the books in a log. A book is right when the engine's levels, down to the last price
/// that it shows, are its levels: when it comes, or at one moment within a few messages in front of it or behind it.
final class BitstampBooks {
    /// Messages by which a book may come early or late.
    private static final int MESSAGES_MAX = 10;
    /// Level changes that are remembered.
    private static final int CHANGES_MAX = 10_000;

    private record Change(long line, MemberExchange.LevelChange level) {}

    private record Early(BitstampMessage.Book book, String difference) {}

    private final MemberExchange exchange;
    private final Findings findings;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final List<Early> early = new ArrayList<>();
    /// Of the latest message; each line is one.
    private long line;

    BitstampBooks(MemberExchange exchange, Findings findings) {
        this.exchange = exchange;
        this.findings = findings;
    }

    /// Another message begins.
    void onMessage(long messageLine) {
        line = messageLine;
        while (!changes.isEmpty() && changes.getFirst().line() < line - MESSAGES_MAX) {
            changes.removeFirst();
        }
    }

    /// Remembers what the engine's latest command changed.
    void onCommand() {
        for (MemberExchange.LevelChange level : exchange.levelChanges()) {
            if (changes.size() == CHANGES_MAX) {
                changes.removeFirst();
            }
            changes.add(new Change(line, level));
        }
    }

    /// Books that came before their moment are looked at again behind each message.
    void afterMessage() {
        for (Iterator<Early> all = early.iterator(); all.hasNext(); ) {
            Early next = all.next();
            if (isEqual(next.book(), exchange.levels(Side.BUY), exchange.levels(Side.SELL))) {
                all.remove();
                ofAnotherMoment(next, line);
            } else if (line - next.book().line() >= MESSAGES_MAX) {
                all.remove();
                unequal(next);
            }
        }
    }

    void compare(BitstampMessage.Book book) {
        TreeMap<Long, MemberExchange.Level> bids = exchange.levels(Side.BUY);
        TreeMap<Long, MemberExchange.Level> asks = exchange.levels(Side.SELL);
        if (isEqual(book, bids, asks)) {
            findings.book(true);
            return;
        }
        var found = new Early(book, difference(book));
        long before = line;
        for (Iterator<Change> latest = changes.descendingIterator(); latest.hasNext(); ) {
            Change change = latest.next();
            if (change.line() != before) {
                if (isEqual(book, bids, asks)) {
                    ofAnotherMoment(found, change.line());
                    return;
                }
                before = change.line();
            }
            undo(change.level(), change.level().side() == Side.BUY ? bids : asks);
        }
        early.add(found);
    }

    /// Books that still wait were never right.
    void finish() {
        early.forEach(this::unequal);
        early.clear();
    }

    private static void undo(MemberExchange.LevelChange change, TreeMap<Long, MemberExchange.Level> levels) {
        if (change.before().lots() == 0) {
            levels.remove(change.priceTicks());
        } else {
            levels.put(change.priceTicks(), change.before());
        }
    }

    private void ofAnotherMoment(Early found, long momentLine) {
        findings.book(false);
        findings.differ(
                found.book().line(),
                Cause.BOOK_OF_ANOTHER_MOMENT,
                found.difference(),
                "the book of this line",
                "all its levels are the engine's behind line " + momentLine);
    }

    private void unequal(Early found) {
        findings.book(false);
        findings.differ(
                found.book().line(),
                Cause.UNEXPLAINED,
                found.difference(),
                "the book of this line",
                "it is the engine's at no moment near it");
    }

    private static boolean isEqual(
            BitstampMessage.Book book,
            TreeMap<Long, MemberExchange.Level> bids,
            TreeMap<Long, MemberExchange.Level> asks) {
        return isEqual(book.bids(), bids.tailMap(book.furthestTicks(Side.BUY), true))
                && isEqual(book.asks(), asks.headMap(book.furthestTicks(Side.SELL), true));
    }

    private static boolean isEqual(SortedMap<Long, Long> recorded, SortedMap<Long, MemberExchange.Level> ours) {
        if (recorded.size() != ours.size()) {
            return false;
        }
        for (var level : recorded.entrySet()) {
            MemberExchange.Level found = ours.get(level.getKey());
            if (found == null || found.lots() != level.getValue()) {
                return false;
            }
        }
        return true;
    }

    private String difference(BitstampMessage.Book book) {
        List<String> levels = new ArrayList<>();
        for (Side side : List.of(Side.BUY, Side.SELL)) {
            var prices = new TreeMap<Long, Long>(book.side(side));
            long furthest = book.furthestTicks(side);
            TreeMap<Long, MemberExchange.Level> ours = exchange.levels(side);
            (side == Side.BUY ? ours.tailMap(furthest, true) : ours.headMap(furthest, true))
                    .forEach((price, level) -> prices.putIfAbsent(price, 0L));
            prices.forEach((price, lots) -> {
                long found = exchange.level(side, price).lots();
                if (found != lots) {
                    levels.add(side + " " + price + ": " + found + " instead of " + lots);
                }
            });
        }
        return levels.toString();
    }
}
