package seawall.gateway.okx;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import seawall.gateway.view.BookLevels;
import seawall.gateway.view.InstrumentView;
import seawall.wire.codec.Side;

/// The checksum that goes with every message of the deep book channels: CRC32 over the best 25 levels of both sides, in
/// the very text in which they were sent.
public final class BookChecksum {
    private static final int LEVELS = 25;

    private final JsonOutput text = new JsonOutput(64 * 1_024);
    private final CRC32 crc = new CRC32();

    /// The checksum of the book as it is after the message, as a signed number. One thread at a time.
    public int of(InstrumentView instrument, BookLevels book) {
        text.reset();
        int bids = Math.min(LEVELS, book.levels(Side.BUY));
        int asks = Math.min(LEVELS, book.levels(Side.SELL));
        for (int depth = 0; depth < Math.max(bids, asks); depth++) {
            if (depth < bids) {
                level(instrument, book, Side.BUY, depth);
            }
            if (depth < asks) {
                level(instrument, book, Side.SELL, depth);
            }
        }
        crc.reset();
        crc.update(text.array(), 0, text.length());
        return (int) crc.getValue();
    }

    private void level(InstrumentView instrument, BookLevels book, Side side, int depth) {
        if (text.length() > 0) {
            text.rawAscii(":");
        }
        text.plainDecimal(book.priceTicks(side, depth) * instrument.tickMantissa(), instrument.tickScale());
        text.rawAscii(":");
        text.plainDecimal(book.quantityLots(side, depth) * instrument.lotMantissa(), instrument.lotScale());
    }

    /// The checksum of a check string.
    static int of(String checkString) {
        var crc = new CRC32();
        crc.update(checkString.getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }
}
