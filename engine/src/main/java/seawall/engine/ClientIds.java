package seawall.engine;

/// The latest clientIds that an account's deposits and transfers have used, in a ring that grows to its maximum.
final class ClientIds {
    private static final int CAPACITY_MIN = 2;
    private static final int PARTS = 4;

    private final int accountId;
    private final int clientIdsMax;
    private long[] parts;
    /// Number of the id that was remembered first.
    private long first;
    /// Ids ever applied; the next one takes the place of the oldest.
    private long applied;

    ClientIds(int accountId, int clientIdsMax) {
        this.accountId = accountId;
        this.clientIdsMax = clientIdsMax;
        this.parts = new long[PARTS * Math.min(CAPACITY_MIN, clientIdsMax)];
    }

    long applied() {
        return applied;
    }

    /// Number of the oldest id that is remembered.
    long oldest() {
        return Math.max(0, applied - clientIdsMax);
    }

    long part(long number, int part) {
        return parts[slot(number) + part];
    }

    boolean contains(long part0, long part1, long part2, long part3) {
        for (long number = oldest(); number < applied; number++) {
            int slot = slot(number);
            if (parts[slot] == part0
                    && parts[slot + 1] == part1
                    && parts[slot + 2] == part2
                    && parts[slot + 3] == part3) {
                return true;
            }
        }
        return false;
    }

    /// Remembers an id under its number, which is the next one except when a snapshot is loaded.
    ///
    /// @return what the hash of the state changes by
    long add(long number, long part0, long part1, long part2, long part3) {
        if (applied == 0) {
            first = number;
        }
        makeRoom(number);
        int slot = slot(number);
        // A remembered id is never empty, so an empty slot forgets nothing.
        long change = parts[slot] == 0 ? 0 : -mix(number - clientIdsMax);
        parts[slot] = part0;
        parts[slot + 1] = part1;
        parts[slot + 2] = part2;
        parts[slot + 3] = part3;
        applied = number + 1;
        return change + mix(number);
    }

    private void makeRoom(long number) {
        int capacity = parts.length / PARTS;
        long oldest = Math.max(first, oldest());
        if (number - oldest < capacity || capacity == clientIdsMax) {
            return;
        }
        long[] smaller = parts;
        parts = new long[PARTS * Math.min(2 * capacity, clientIdsMax)];
        for (long kept = oldest; kept < number; kept++) {
            System.arraycopy(smaller, PARTS * (int) (kept % capacity), parts, slot(kept), PARTS);
        }
    }

    private long mix(long number) {
        int slot = slot(number);
        long mix = Mix.of(parts[slot], parts[slot + 1], parts[slot + 2], parts[slot + 3]);
        return Mix.of(4, accountId, number, mix);
    }

    private int slot(long number) {
        return PARTS * (int) (number % (parts.length / PARTS));
    }
}
