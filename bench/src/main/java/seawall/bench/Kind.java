package seawall.bench;

/// What a command of a tape does.
enum Kind {
    /// Places an order that rests with what it cannot trade.
    LIMIT,
    /// Places an order that trades what it can within its price.
    IOC,
    /// Places an order that trades what it can at any price; it always finds some.
    MARKET,
    /// Takes a resting order out.
    CANCEL,
    /// Gives a resting order another price, which costs its place in time and may make it trade.
    MOVE,
    /// Makes a resting order smaller, which keeps its place in time.
    REDUCE;

    private static final Kind[] ALL = values();

    static Kind of(int code) {
        return ALL[code];
    }

    int code() {
        return ordinal();
    }

    boolean isPlace() {
        return this == LIMIT || this == IOC || this == MARKET;
    }
}
