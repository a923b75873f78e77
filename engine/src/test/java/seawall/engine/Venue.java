package seawall.engine;

import java.util.List;

/// An exchange that commands are given to as a table, one a line, and whose answers are compared as a table:
///
/// ```
/// buy A 100 x 5 [TYPE] [QUOTE] [stp=MODE] [id=TEXT] [tag=TEXT] [clamp] [ban]
/// cancel A #1 | cancel A id=TEXT | amend A #1 [price=P] [quantity=Q] [clamp] [cancel-on-fail] [request=TEXT]
/// mass-cancel A | timer A SECONDS [TAG] | fees A MAKER TAKER | phase PHASE | band MILLIONTHS
/// ```
///
/// One instrument, BTC-USD (currencies 1 and 2): a tick is one atom of quote for each lot, a lot is 10 atoms of base.
/// Accounts A, B, C and D are 1000 to 1003. Each has 100,000 atoms of either currency and pays no fees at first.
final class Venue {
    static final int GATEWAY = 7;
    private static final long SECOND = 1_000_000_000L;

    final Transcript transcript;
    final Engine engine;
    private final Limits limits;
    private long streamSequence = 1;
    private long nowNanos = SECOND;

    Venue() {
        this(Limits.tiny());
    }

    private Venue(Limits limits, Transcript transcript) {
        this.limits = limits;
        this.transcript = transcript;
        engine = new Engine(limits, transcript);
    }

    Venue(Limits limits) {
        this(limits, new Transcript());
        engine.openStream(nowNanos, 1, GATEWAY, 1, 0, 0);
    }

    /// An exchange that is ready to trade.
    static Venue ready() {
        return ready(Limits.tiny());
    }

    static Venue ready(Limits limits) {
        Venue venue = new Venue(limits);
        venue.currency("BTC", 1, 1L << 50);
        venue.currency("USD", 0, 1L << 50);
        venue.list("BTC-USD", "BTC", "USD", 1, 0, 1, 0, 1, 1L << 40, 1L << 40, 1L << 40, 0, 0, Phase.TRADING);
        for (String name : List.of("A", "B", "C", "D")) {
            venue.account(name, 0, 0);
            venue.deposit(name, 1, 100_000, name + "1");
            venue.deposit(name, 2, 100_000, name + "2");
        }
        venue.transcript.take();
        return venue;
    }

    void now(long seconds) {
        nowNanos = seconds * SECOND;
    }

    void later(long seconds) {
        nowNanos += seconds * SECOND;
    }

    /// The same state in another engine, through its records.
    Venue copy() {
        Venue copy = new Venue(limits, new Transcript());
        copy.streamSequence = streamSequence;
        copy.nowNanos = nowNanos;
        StateSink reader = copy.engine.stateReader();
        boolean[] complete = new boolean[1];
        engine.writeState((kind, fields, fieldCount, bytes) -> {
            complete[0] = reader.onRecord(kind, fields, fieldCount, bytes);
            return false;
        });
        if (!complete[0]) {
            throw new IllegalStateException("expected the last record to complete the state");
        }
        return copy;
    }

    long nowNanos() {
        return nowNanos;
    }

    /// True if the command that follows is to be applied.
    boolean start() {
        return engine.startCommand(nowNanos, 9, GATEWAY, 1, streamSequence++, 0, 0);
    }

    static int account(String name) {
        return Limits.USER_ACCOUNT_ID_MIN + name.charAt(0) - 'A';
    }

    void currency(String code, int scale, long balanceAtomsMax) {
        long[] packed = Transcript.pack(code, 2);
        start();
        engine.createCurrency(packed[0], packed[1], scale, balanceAtomsMax);
    }

    void list(
            String name,
            String base,
            String quote,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long maxLimitLots,
            long maxMarketLots,
            long maxMarketQuoteAtoms,
            int bandMillionths,
            long referencePriceTicks,
            Phase phase) {
        long[] n = Transcript.pack(name, 4);
        long[] b = Transcript.pack(base, 2);
        long[] q = Transcript.pack(quote, 2);
        start();
        engine.listInstrument(
                n[0],
                n[1],
                n[2],
                n[3],
                b[0],
                b[1],
                q[0],
                q[1],
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                phase);
    }

    void account(String name, int makerFeeMillionths, int takerFeeMillionths) {
        long[] n = Transcript.pack(name, 4);
        start();
        engine.createAccount(n[0], n[1], n[2], n[3], makerFeeMillionths, takerFeeMillionths);
    }

    void deposit(String account, int currencyId, long amountAtoms, String clientId) {
        long[] id = Transcript.pack(clientId, 4);
        start();
        engine.deposit(account(account), Wallet.TRADING, currencyId, amountAtoms, id[0], id[1], id[2], id[3]);
    }

    void transfer(String account, int currencyId, long amountAtoms, Wallet from, Wallet to, String clientId) {
        long[] id = Transcript.pack(clientId, 4);
        start();
        engine.transfer(account(account), currencyId, amountAtoms, from, to, id[0], id[1], id[2], id[3]);
    }

    /// Applies the lines and forgets their answers.
    void given(String lines) {
        when(lines);
        transcript.take();
    }

    /// Applies the lines.
    void when(String lines) {
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::apply);
    }

    /// The answers to the lines, one event a line; money is left out.
    String trading(String lines) {
        transcript.take();
        when(lines);
        StringBuilder answers = new StringBuilder();
        for (String line : transcript.take()) {
            if (!line.startsWith("post") && !line.startsWith("balance") && !line.startsWith("level")) {
                answers.append(line).append('\n');
            }
        }
        return answers.toString();
    }

    /// The answers to the lines, one event a line.
    String everything(String lines) {
        transcript.take();
        when(lines);
        StringBuilder answers = new StringBuilder();
        transcript.take().forEach(line -> answers.append(line).append('\n'));
        return answers.toString();
    }

    private void apply(String line) {
        List<String> words = List.of(line.split(" +"));
        switch (words.getFirst()) {
            case "buy" -> place(Side.BUY, words);
            case "sell" -> place(Side.SELL, words);
            case "cancel" -> cancel(words);
            case "amend" -> amend(words);
            case "mass-cancel" -> {
                start();
                engine.massCancel(account(words.get(1)), 0);
            }
            case "timer" -> {
                long[] tag = Transcript.pack(words.size() > 3 ? words.get(3) : "", 2);
                start();
                engine.cancelAllAfter(account(words.get(1)), Long.parseLong(words.get(2)) * SECOND, tag[0], tag[1]);
            }
            case "fees" -> {
                start();
                engine.setAccountFees(
                        account(words.get(1)), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            }
            case "phase" -> {
                start();
                engine.setPhase(1, Phase.valueOf(words.get(1)));
            }
            case "band" -> {
                start();
                engine.setPriceBand(1, Integer.parseInt(words.get(1)));
            }
            case "now" -> now(Long.parseLong(words.get(1)));
            case "fire" -> engine.onTimer(nowNanos);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void place(Side side, List<String> words) {
        OrderType orderType = OrderType.LIMIT;
        for (OrderType type : OrderType.values()) {
            if (words.contains(type.name())) {
                orderType = type;
            }
        }
        String stp = option(words, "stp");
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] tag = Transcript.pack(option(words, "tag"), 2);
        start();
        engine.placeOrder(
                account(words.get(1)),
                1,
                side,
                orderType,
                words.contains("QUOTE") ? SizeUnit.QUOTE : SizeUnit.BASE,
                stp.isEmpty() ? SelfTradePrevention.CANCEL_MAKER : SelfTradePrevention.valueOf(stp),
                words.contains("ban"),
                words.contains("clamp"),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(4)),
                id[0],
                id[1],
                id[2],
                id[3],
                tag[0],
                tag[1]);
    }

    private void cancel(List<String> words) {
        long[] id = Transcript.pack(option(words, "id"), 4);
        start();
        engine.cancelOrder(account(words.get(1)), 1, orderId(words), id[0], id[1], id[2], id[3]);
    }

    private void amend(List<String> words) {
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] request = Transcript.pack(option(words, "request"), 4);
        start();
        engine.amendOrder(
                account(words.get(1)),
                1,
                orderId(words),
                number(words, "price"),
                number(words, "quantity"),
                words.contains("cancel-on-fail"),
                words.contains("clamp"),
                id[0],
                id[1],
                id[2],
                id[3],
                request[0],
                request[1],
                request[2],
                request[3]);
    }

    private static long orderId(List<String> words) {
        String word = words.get(2);
        return word.startsWith("#") ? Limits.ID_MIN - 1 + Long.parseLong(word.substring(1)) : 0;
    }

    private static long number(List<String> words, String name) {
        String text = option(words, name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static String option(List<String> words, String name) {
        for (String word : words) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        return "";
    }
}
