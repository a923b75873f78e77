package seawall.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Order commands, generated beforehand into plain arrays: what all candidates are given, in the same order.
///
/// Orders are numbered from 1 as they are placed, instruments and users from 0. The first [#fill] commands fill the
/// books and are not timed.
final class Tape {
    private static final int COMMANDS_MAX = 16_000_000;
    private static final int COMMAND_BYTES = 28;
    private static final int HEADER_BYTES = 5 * Integer.BYTES + 5 * Long.BYTES;
    private static final int CHUNK_COMMANDS = 1 << 15;

    final int instruments;
    final int users;
    /// Most orders that ever rest at once.
    final int ordersMax;
    final int fill;
    final int size;
    final Digest digest;
    final byte[] kinds;
    final boolean[] buys;
    final int[] instrumentOf;
    final int[] userOf;
    final int[] orderOf;
    /// Price of a place or a move; of a reduce the new whole quantity of the order, filled lots included.
    final long[] prices;
    /// Lots of a place; of a reduce the lots that go.
    final long[] quantities;

    Tape(
            int instruments,
            int users,
            int ordersMax,
            int fill,
            Digest digest,
            byte[] kinds,
            boolean[] buys,
            int[] instrumentOf,
            int[] userOf,
            int[] orderOf,
            long[] prices,
            long[] quantities) {
        this.instruments = instruments;
        this.users = users;
        this.ordersMax = ordersMax;
        this.fill = fill;
        this.size = kinds.length;
        this.digest = digest;
        this.kinds = kinds;
        this.buys = buys;
        this.instrumentOf = instrumentOf;
        this.userOf = userOf;
        this.orderOf = orderOf;
        this.prices = prices;
        this.quantities = quantities;
        if (size > COMMANDS_MAX) {
            throw new IllegalArgumentException("expected at most " + COMMANDS_MAX + " commands, found " + size);
        }
    }

    Kind kind(int index) {
        return Kind.of(kinds[index]);
    }

    /// Commands that are timed.
    int timed() {
        return size - fill;
    }

    /// For each instrument a price that no order of the tape exceeds.
    long[] priceMax() {
        long[] priceMax = new long[instruments];
        Arrays.fill(priceMax, 1);
        for (int index = 0; index < size; index++) {
            if (kind(index) != Kind.REDUCE) {
                priceMax[instrumentOf[index]] = Math.max(priceMax[instrumentOf[index]], prices[index]);
            }
        }
        return priceMax;
    }

    void save(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_COMMANDS * COMMAND_BYTES);
            buffer.putInt(instruments)
                    .putInt(users)
                    .putInt(ordersMax)
                    .putInt(fill)
                    .putInt(size);
            buffer.putLong(digest.trades())
                    .putLong(digest.tradedLots())
                    .putLong(digest.restingOrders())
                    .putLong(digest.restingLots())
                    .putLong(digest.levelsHash());
            for (int index = 0; index < size; index++) {
                if (buffer.remaining() < COMMAND_BYTES) {
                    flush(channel, buffer);
                }
                buffer.put(kinds[index])
                        .put((byte) (buys[index] ? 1 : 0))
                        .putShort((short) instrumentOf[index])
                        .putInt(userOf[index])
                        .putInt(orderOf[index])
                        .putLong(prices[index])
                        .putLong(quantities[index]);
            }
            flush(channel, buffer);
        }
    }

    static Tape load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (buffer.remaining() < HEADER_BYTES) {
                throw new IOException("expected a tape in " + file + ", found " + buffer.remaining() + " bytes");
            }
            int instruments = buffer.getInt();
            int users = buffer.getInt();
            int ordersMax = buffer.getInt();
            int fill = buffer.getInt();
            int size = buffer.getInt();
            var digest = new Digest(
                    buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
            if (buffer.remaining() != (long) size * COMMAND_BYTES) {
                throw new IOException("expected " + size + " commands in " + file + ", found " + buffer.remaining()
                        + " bytes of them");
            }
            var tape = new Tape(
                    instruments,
                    users,
                    ordersMax,
                    fill,
                    digest,
                    new byte[size],
                    new boolean[size],
                    new int[size],
                    new int[size],
                    new int[size],
                    new long[size],
                    new long[size]);
            for (int index = 0; index < size; index++) {
                tape.kinds[index] = buffer.get();
                tape.buys[index] = buffer.get() == 1;
                tape.instrumentOf[index] = buffer.getShort();
                tape.userOf[index] = buffer.getInt();
                tape.orderOf[index] = buffer.getInt();
                tape.prices[index] = buffer.getLong();
                tape.quantities[index] = buffer.getLong();
            }
            return tape;
        }
    }

    private static void flush(FileChannel channel, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
