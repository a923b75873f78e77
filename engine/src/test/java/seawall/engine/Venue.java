package seawall.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// An exchange that commands are given to as a table, one a line, and whose answers are compared as a table:
///
/// ``` buy A 100 x 5 [TYPE] [QUOTE] [stp=MODE] [id=TEXT] [tag=TEXT] [clamp] [ban]      sell likewise; x in lots or
/// atoms cancel A #1 | cancel A id=TEXT | mass-cancel A [on=INSTRUMENT] amend A #1 [price=P] [quantity=Q] [clamp]
/// [cancel-on-fail] [request=TEXT]       by id=TEXT likewise timer A SECONDS [TAG] | fees A MAKER TAKER | phase
/// PHASE | band MILLIONTHS deposit A BTC AMOUNT id=TEXT [FUNDING] | transfer A BTC AMOUNT FROM TO [id=TEXT]
/// create-currency code=TEXT scale=N max=N | create-account name=TEXT [maker=N] [taker=N] create-key A key=TEXT
/// permissions=N | delete-key A key=TEXT | change-key A key=TEXT permissions=N [ips=TEXT] [label=TEXT] create-sub A
/// name=TEXT [label=TEXT] | transfer-out A E yes|no | between A A E BTC AMOUNT FROM TO [id=TEXT]     who asks, from, to
/// algo A KIND SIDE SIZE [TYPE] [QUOTE] [at=TRIGGER:PRICE] [tp=TRIGGER:PRICE]
/// [sl=TRIGGER:PRICE] [rate=N] [back=N] [from=N] cancel-algo A @1 | amend-algo A @1 [size=N] [at=TRIGGER:PRICE]
/// [tp=TRIGGER:PRICE] [sl=TRIGGER:PRICE] [cancel-on-fail] buy A 100 x 5 tp=TRIGGER:PRICE sl=TRIGGER:PRICE
/// [algo-id=TEXT]                  a protected order; also sell reopen CANCEL_ONLY AUCTION POST_ONLY (seconds) |
/// sizes min=N max=N market=N market-quote=N tier TIER MAKER TAKER | tier-of A TIER list name=TEXT base=TEXT
/// quote=TEXT [tick=N] [tick-scale=N] [lot=N] [lot-scale=N] [min=N] [max=N] [market=N] ... now SECONDS | later
/// SECONDS | fire | open GATEWAY INCARNATION | via GATEWAY INCARNATION NUMBER COMMAND...
/// ```
///
/// A price of a leg may be missing, which is 0; `-` stands for -1. Follow-ups are made after each command and each
/// `fire`, at most `followUpsMax` each time; `hold` keeps them back from then on.
///
/// Any command may have `on=INSTRUMENT` (1 if it does not say) and `deadline=SECONDS`.
///
/// One instrument, BTC-USD (currencies 1 and 2): a tick is one atom of quote for each lot, a lot is 10 atoms of
/// base. Accounts A, B, C and D are 1000 to 1003. Each has 100,000 atoms of either currency and pays no fees at
/// first.
final class Venue {
    static final int GATEWAY = 7;
    private static final long SECOND = 1_000_000_000L;

    final Transcript transcript;
    private final Pages pages = new Pages();
    private long imageStreamSequence;
    private long imageNowNanos;
    final Engine engine;
    private final Limits limits;
    private long streamSequence = 1;
    private long nowNanos = SECOND;
    private boolean makesFollowUps = true;

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
        venue.when("""
                create-currency code=BTC scale=1 max=1125899906842624
                create-currency code=USD scale=0 max=1125899906842624
                list name=BTC-USD base=BTC quote=USD
                """);
        for (String name : List.of("A", "B", "C", "D")) {
            venue.when("create-account name=" + name);
            venue.when("deposit " + name + " BTC 100000 id=" + name + "1");
            venue.when("deposit " + name + " USD 100000 id=" + name + "2");
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

    /// The same state in another engine, through its pages: those that changed since the last copy, and the others as
    /// they were written then.
    Venue copy() {
        beginImage();
        return image();
    }

    /// Begins an image of the state, to be finished by [#image()].
    void beginImage() {
        engine.beginImage(pages);
        imageStreamSequence = streamSequence;
        imageNowNanos = nowNanos;
    }

    /// Goes on with the image.
    boolean continueImage(int pagesMax) {
        return engine.continueImage(pagesMax);
    }

    /// The state as it was when the image was begun, in another engine; pages that are missing are written now.
    Venue image() {
        if (engine.entry.pages.isImageInProgress()) {
            engine.continueImage(Integer.MAX_VALUE);
        }
        Venue copy = new Venue(limits, new Transcript());
        copy.streamSequence = imageStreamSequence;
        copy.nowNanos = imageNowNanos;
        copy.makesFollowUps = makesFollowUps;
        if (!pages.load(copy.engine.stateReader())) {
            throw new IllegalStateException("expected the last record to complete the state");
        }
        return copy;
    }

    /// Every page as it was written last.
    private static final class Pages implements PageSink {
        private record Record(int kind, long[] fields, byte[] bytes) {}

        private final SortedMap<Integer, List<Record>> records = new TreeMap<>();
        private List<Record> page = List.of();

        @Override
        public void onPage(int number) {
            page = new ArrayList<>();
            records.put(number, page);
        }

        @Override
        public boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes) {
            page.add(new Record(kind, Arrays.copyOf(fields, FIELDS_MAX), bytes));
            return false;
        }

        boolean load(StateSink sink) {
            boolean complete = false;
            for (List<Record> ofPage : records.values()) {
                for (Record record : ofPage) {
                    complete = sink.onRecord(record.kind, record.fields, record.fields.length, record.bytes);
                }
            }
            return complete;
        }
    }

    long nowNanos() {
        return nowNanos;
    }

    /// True if the command that follows is to be applied.
    boolean start() {
        return engine.startCommand(nowNanos, 9, GATEWAY, 1, streamSequence++, 0, 0);
    }

    static int account(String name) {
        return switch (name) {
            case "fee-account" -> Limits.FEE_ACCOUNT_ID;
            case "mint" -> Limits.MINT_ACCOUNT_ID;
            default -> Limits.USER_ACCOUNT_ID_MIN + name.charAt(0) - 'A';
        };
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

    /// The same, whatever place of a pool each record is in.
    List<String> sortedState() {
        return state().stream().sorted().toList();
    }

    /// All records of the state but how far each stream is and how many entries there were.
    List<String> state() {
        List<String> records = new ArrayList<>();
        engine.writeState((kind, fields, fieldCount, bytes) -> {
            if (kind != StateRecord.BEGIN && kind != StateRecord.STREAM && kind != StateRecord.END) {
                records.add(kind + " " + Arrays.toString(Arrays.copyOf(fields, fieldCount)) + Arrays.toString(bytes));
            }
            return false;
        });
        return records;
    }

    private void apply(String line) {
        List<String> words = List.of(line.split(" +"));
        switch (words.getFirst()) {
            case "now" -> now(Long.parseLong(words.get(1)));
            case "later" -> later(Long.parseLong(words.get(1)));
            case "hold" -> makesFollowUps = false;
            case "fire" -> engine.onTimer(nowNanos);
            case "unreadable" -> engine.unreadable(nowNanos);
            case "open" ->
                engine.openStream(nowNanos, 1, Integer.parseInt(words.get(1)), Long.parseLong(words.get(2)), 0, 0);
            case "via" -> {
                long deadlineNanos = number(words, "deadline") * SECOND;
                int gatewayId = Integer.parseInt(words.get(1));
                long incarnation = Long.parseLong(words.get(2));
                long number = Long.parseLong(words.get(3));
                if (engine.startCommand(nowNanos, 9, gatewayId, incarnation, number, 0, deadlineNanos)) {
                    command(line, words.subList(4, words.size()));
                }
            }
            default -> {
                long deadlineNanos = number(words, "deadline") * SECOND;
                if (engine.startCommand(nowNanos, 9, GATEWAY, 1, streamSequence++, 0, deadlineNanos)) {
                    command(line, words);
                }
            }
        }
        if (makesFollowUps) {
            engine.followUp(nowNanos);
        }
    }

    private void command(String line, List<String> words) {
        String name = words.size() < 2 ? "" : words.get(1);
        switch (words.getFirst()) {
            case "malformed" -> engine.malformed();
            case "buy" -> place(Side.BUY, words);
            case "sell" -> place(Side.SELL, words);
            case "cancel" -> cancel(words);
            case "amend" -> amend(words);
            case "mass-cancel" -> engine.massCancel(account(name), (int) number(words, "on"));
            case "timer" -> {
                long[] tag = Transcript.pack(words.size() > 3 ? words.get(3) : "", 2);
                engine.cancelAllAfter(account(name), nanos(words.get(2)), tag[0], tag[1]);
            }
            case "fees" ->
                engine.setAccountFees(account(name), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            case "phase" -> engine.setPhase(instrument(words), Phase.valueOf(name));
            case "band" -> engine.setPriceBand(instrument(words), Integer.parseInt(name));
            case "deposit" -> {
                long[] id = Transcript.pack(option(words, "id"), 4);
                engine.deposit(
                        account(name),
                        words.contains("FUNDING") ? Wallet.FUNDING : Wallet.TRADING,
                        currency(words.get(2)),
                        Long.parseLong(words.get(3)),
                        id[0],
                        id[1],
                        id[2],
                        id[3]);
            }
            case "transfer" -> {
                long[] id = Transcript.pack(option(words, "id"), 4);
                engine.transfer(
                        account(name),
                        currency(words.get(2)),
                        Long.parseLong(words.get(3)),
                        Wallet.valueOf(words.get(4)),
                        Wallet.valueOf(words.get(5)),
                        id[0],
                        id[1],
                        id[2],
                        id[3]);
            }
            case "create-currency" -> {
                long[] code = Transcript.pack(option(words, "code"), 2);
                engine.createCurrency(code[0], code[1], (int) number(words, "scale"), number(words, "max"));
            }
            case "create-account" -> {
                long[] id = Transcript.pack(option(words, "name"), 4);
                engine.createAccount(
                        id[0], id[1], id[2], id[3], (int) number(words, "maker"), (int) number(words, "taker"));
            }
            case "create-sub" -> {
                long[] id = Transcript.pack(option(words, "name"), 4);
                byte[] label = option(words, "label").getBytes(StandardCharsets.US_ASCII);
                engine.createSubAccount(account(name), id[0], id[1], id[2], id[3], label);
            }
            case "transfer-out" ->
                engine.setTransferOut(
                        account(name), account(words.get(2)), words.get(3).equals("yes"));
            case "between" -> {
                long[] id = Transcript.pack(option(words, "id"), 4);
                engine.transferBetweenAccounts(
                        account(name),
                        account(words.get(2)),
                        account(words.get(3)),
                        currency(words.get(4)),
                        Long.parseLong(words.get(5)),
                        Wallet.valueOf(words.get(6)),
                        Wallet.valueOf(words.get(7)),
                        id[0],
                        id[1],
                        id[2],
                        id[3]);
            }
            case "change-key" -> {
                long[] key = Transcript.pack(option(words, "key"), 5);
                int permissions = (int) number(words, "permissions");
                byte[] ips = option(words, "ips").getBytes(StandardCharsets.US_ASCII);
                byte[] label = option(words, "label").getBytes(StandardCharsets.US_ASCII);
                engine.changeApiKey(account(name), key[0], key[1], key[2], key[3], key[4], permissions, ips, label);
            }
            case "create-key" -> {
                long[] key = Transcript.pack(option(words, "key"), 5);
                byte[] none = new byte[0];
                int permissions = (int) number(words, "permissions");
                engine.createApiKey(
                        account(name), key[0], key[1], key[2], key[3], key[4], permissions, none, none, none);
            }
            case "delete-key" -> {
                long[] key = Transcript.pack(option(words, "key"), 5);
                engine.deleteApiKey(account(name), key[0], key[1], key[2], key[3], key[4]);
            }
            case "list" -> list(words);
            case "algo" -> placeAlgo(words);
            case "cancel-algo" -> {
                long[] id = Transcript.pack(option(words, "id"), 4);
                engine.cancelAlgo(account(name), instrument(words), algoId(words), id[0], id[1], id[2], id[3]);
            }
            case "amend-algo" -> amendAlgo(words);
            case "reopen" ->
                engine.scheduleReopening(
                        instrument(words), nanos(words.get(1)), nanos(words.get(2)), nanos(words.get(3)));
            case "sizes" ->
                engine.changeInstrument(
                        instrument(words),
                        number(words, "min", 1),
                        number(words, "max", 1L << 53),
                        number(words, "market", 1L << 53),
                        number(words, "market-quote", 1L << 62));
            case "tier" ->
                engine.setFeeTier(
                        Integer.parseInt(name), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            case "tier-of" -> engine.setAccountFeeTier(account(name), Integer.parseInt(words.get(2)));
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void list(List<String> words) {
        long[] name = Transcript.pack(option(words, "name"), 4);
        long[] base = Transcript.pack(option(words, "base"), 2);
        long[] quote = Transcript.pack(option(words, "quote"), 2);
        String phase = option(words, "phase");
        engine.listInstrument(
                name[0],
                name[1],
                name[2],
                name[3],
                base[0],
                base[1],
                quote[0],
                quote[1],
                number(words, "tick", 1),
                (int) number(words, "tick-scale", 0),
                number(words, "lot", 1),
                (int) number(words, "lot-scale", 0),
                number(words, "min", 1),
                number(words, "max", 1L << 53),
                number(words, "market", 1L << 53),
                number(words, "market-quote", 1L << 62),
                (int) number(words, "band", 0),
                number(words, "reference", 0),
                phase.isEmpty() ? Phase.TRADING : Phase.valueOf(phase));
    }

    private void placeAlgo(List<String> words) {
        OrderType orderType = orderType(words);
        String stp = option(words, "stp");
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] tag = Transcript.pack(option(words, "tag"), 2);
        engine.placeAlgo(
                account(words.get(1)),
                instrument(words),
                AlgoKind.valueOf(words.get(2)),
                Side.valueOf(words.get(3)),
                orderType,
                words.contains("QUOTE") ? SizeUnit.QUOTE : SizeUnit.BASE,
                stp.isEmpty() ? SelfTradePrevention.CANCEL_MAKER : SelfTradePrevention.valueOf(stp),
                Long.parseLong(words.get(4)),
                leg(words, "at", 0),
                leg(words, "at", 1),
                leg(words, "tp", 0),
                leg(words, "tp", 1),
                leg(words, "sl", 0),
                leg(words, "sl", 1),
                (int) number(words, "rate"),
                number(words, "back"),
                number(words, "from"),
                id[0],
                id[1],
                id[2],
                id[3],
                tag[0],
                tag[1]);
    }

    private void amendAlgo(List<String> words) {
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] request = Transcript.pack(option(words, "request"), 4);
        engine.amendAlgo(
                account(words.get(1)),
                instrument(words),
                algoId(words),
                number(words, "size"),
                leg(words, "at", 0),
                leg(words, "at", 1),
                leg(words, "tp", 0),
                leg(words, "tp", 1),
                leg(words, "sl", 0),
                leg(words, "sl", 1),
                words.contains("cancel-on-fail"),
                id[0],
                id[1],
                id[2],
                id[3],
                request[0],
                request[1],
                request[2],
                request[3]);
    }

    private static long algoId(List<String> words) {
        String word = words.get(2);
        return word.startsWith("@") ? Limits.ID_MIN - 1 + Long.parseLong(word.substring(1)) : 0;
    }

    /// Trigger (0) or price (1) of a leg.
    private static long leg(List<String> words, String name, int part) {
        String[] parts = option(words, name).split(":", -1);
        String text = part < parts.length ? parts[part] : "";
        return text.isEmpty() ? 0 : text.equals("-") ? -1 : Long.parseLong(text);
    }

    private static int instrument(List<String> words) {
        return (int) number(words, "on", 1);
    }

    /// A number of seconds, or of nanoseconds when it ends in ns.
    private static long nanos(String word) {
        return word.endsWith("ns")
                ? Long.parseLong(word.substring(0, word.length() - 2))
                : Long.parseLong(word) * SECOND;
    }

    private static int currency(String code) {
        int place = List.of("BTC", "USD", "EUR", "GBP").indexOf(code);
        return place < 0 ? Integer.parseInt(code) : place + 1;
    }

    private static OrderType orderType(List<String> words) {
        OrderType orderType = OrderType.LIMIT;
        for (OrderType type : OrderType.values()) {
            if (words.contains(type.name())) {
                orderType = type;
            }
        }
        return orderType;
    }

    private void place(Side side, List<String> words) {
        OrderType orderType = orderType(words);
        String stp = option(words, "stp");
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] tag = Transcript.pack(option(words, "tag"), 2);
        boolean isProtected = words.stream().anyMatch(word -> word.startsWith("tp=") || word.startsWith("sl="));
        if (isProtected) {
            long[] algoId = Transcript.pack(option(words, "algo-id"), 4);
            engine.placeProtectedOrder(
                    account(words.get(1)),
                    instrument(words),
                    side,
                    orderType,
                    words.contains("QUOTE") ? SizeUnit.QUOTE : SizeUnit.BASE,
                    stp.isEmpty() ? SelfTradePrevention.CANCEL_MAKER : SelfTradePrevention.valueOf(stp),
                    words.contains("ban"),
                    words.contains("clamp"),
                    Long.parseLong(words.get(2)),
                    Long.parseLong(words.get(4)),
                    leg(words, "tp", 0),
                    leg(words, "tp", 1),
                    leg(words, "sl", 0),
                    leg(words, "sl", 1),
                    id[0],
                    id[1],
                    id[2],
                    id[3],
                    algoId[0],
                    algoId[1],
                    algoId[2],
                    algoId[3],
                    tag[0],
                    tag[1]);
            return;
        }
        engine.placeOrder(
                account(words.get(1)),
                instrument(words),
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
        engine.cancelOrder(account(words.get(1)), instrument(words), orderId(words), id[0], id[1], id[2], id[3]);
    }

    private void amend(List<String> words) {
        long[] id = Transcript.pack(option(words, "id"), 4);
        long[] request = Transcript.pack(option(words, "request"), 4);
        engine.amendOrder(
                account(words.get(1)),
                instrument(words),
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
        return number(words, name, 0);
    }

    private static long number(List<String> words, String name, long otherwise) {
        String text = option(words, name);
        return text.isEmpty() ? otherwise : Long.parseLong(text);
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
