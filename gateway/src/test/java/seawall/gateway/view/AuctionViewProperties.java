package seawall.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import seawall.wire.codec.Side;

/// The auction of a book, beside one that tries every price of every level.
class AuctionViewProperties {
    private static final int BOOKS = 20_000;

    @Test
    void an_auction_agrees_with_one_that_tries_every_price() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int crossed = 0;
        for (int i = 0; i < BOOKS; i++) {
            BookView book = new BookView(1, 64);
            int levels = random.nextInt(8);
            for (int level = 0; level < levels; level++) {
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                // Now and then so many lots that their sum exceeds a long.
                long lots = random.nextInt(20) == 0 ? Long.MAX_VALUE - random.nextInt(3) : 1 + random.nextInt(4);
                book.change(side, 1 + random.nextInt(8), lots, 1, 1, 1);
            }
            long reference = random.nextInt(10);
            AuctionView auction = AuctionView.of(book, reference);
            assertThat(auction).as("seed " + seed + ", book " + i).isEqualTo(slow(book, reference));
            if (auction.priceTicks() != 0) {
                crossed++;
                assertThat(AuctionView.at(book, auction.priceTicks())).isEqualTo(auction);
            }
        }
        assertThat(crossed).isGreaterThan(BOOKS / 10);
    }

    private static AuctionView slow(BookLevels book, long reference) {
        TreeSet<Long> prices = new TreeSet<>();
        for (Side side : new Side[] {Side.BUY, Side.SELL}) {
            for (int depth = 0; depth < book.levels(side); depth++) {
                prices.add(book.priceTicks(side, depth));
            }
        }
        AuctionView best = AuctionView.NONE;
        for (long price : prices) {
            long bids = lots(book, Side.BUY, price);
            long asks = lots(book, Side.SELL, price);
            long matched = Math.min(bids, asks);
            long unmatched = Math.abs(bids - asks);
            if (matched == 0) {
                continue;
            }
            boolean isNearer = reference > 0 && Math.abs(price - reference) < Math.abs(best.priceTicks() - reference);
            if (matched > best.matchedLots()
                    || (matched == best.matchedLots()
                            && (unmatched < best.unmatchedLots() || (unmatched == best.unmatchedLots() && isNearer)))) {
                best = new AuctionView(price, matched, unmatched);
            }
        }
        return best;
    }

    private static long lots(BookLevels book, Side side, long price) {
        long sum = 0;
        for (int depth = 0; depth < book.levels(side); depth++) {
            long level = book.priceTicks(side, depth);
            if (side == Side.BUY ? level >= price : level <= price) {
                long lots = book.quantityLots(side, depth);
                sum = sum > Long.MAX_VALUE - lots ? Long.MAX_VALUE : sum + lots;
            }
        }
        return sum;
    }
}
