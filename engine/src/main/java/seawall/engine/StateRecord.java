package seawall.engine;

/// Kinds of records of a written state. Each opens with what it refers to, which was written before it.
public final class StateRecord {
    static final long VERSION = 4;

    public static final int BEGIN = 1;
    public static final int STREAM = 2;
    public static final int CURRENCY = 3;
    public static final int INSTRUMENT = 4;
    public static final int ACCOUNT = 5;
    public static final int API_KEY = 6;
    public static final int CLIENT_ID = 7;
    public static final int BALANCE = 8;
    public static final int ORDER = 9;
    public static final int TIMER = 10;
    public static final int END = 11;
    public static final int FEE_TIER = 12;
    public static final int ALGO = 13;
    public static final int SUB_ACCOUNT = 14;

    private StateRecord() {}
}
