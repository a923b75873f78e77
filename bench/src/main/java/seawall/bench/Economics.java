package seawall.bench;

/// The money of a tape, the same for every candidate: what ticks and lots are worth, what users have and pay.
///
/// @param currencies one that everything is quoted in, the others are what instruments trade
/// @param fundsAtoms of each user in each currency: more than all orders can need
record Economics(int currencies, long fundsAtoms) {
    static final int QUOTE_CURRENCY = 0;
    static final int CURRENCY_SCALE = 8;
    static final int TICK_SCALE = 2;
    static final int LOT_SCALE = 4;
    /// Base atoms of a lot.
    static final long LOT_ATOMS = 10_000;
    /// Quote atoms of a lot at a price of one tick.
    static final long TICK_ATOMS = 100;

    static final int MAKER_FEE_MILLIONTHS = 800;
    static final int TAKER_FEE_MILLIONTHS = 1_000;
    private static final int CURRENCIES_MAX = 32;

    static Economics of(Tape tape) {
        return new Economics(Math.min(CURRENCIES_MAX, 1 + tape.instruments), (1L << 61) / tape.users);
    }

    int baseCurrency(int instrument) {
        return 1 + instrument % (currencies - 1);
    }
}
