package seawall.engine;

/// Kinds of records of a written state. Each opens with what it refers to, which was written before it.
final class StateRecord {
    static final long VERSION = 2;

    static final int BEGIN = 1;
    static final int STREAM = 2;
    static final int CURRENCY = 3;
    static final int INSTRUMENT = 4;
    static final int ACCOUNT = 5;
    static final int API_KEY = 6;
    static final int CLIENT_ID = 7;
    static final int BALANCE = 8;
    static final int ORDER = 9;
    static final int TIMER = 10;
    static final int END = 11;
    static final int FEE_TIER = 12;
    static final int ALGO = 13;

    private StateRecord() {}
}
