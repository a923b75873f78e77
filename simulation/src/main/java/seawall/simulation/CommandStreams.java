package seawall.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.ChangeApiKeyEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateApiKeyEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DeleteApiKeyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetAccountFeesEncoder;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.SetPriceBandEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferEncoder;
import seawall.wire.codec.Wallet;

/// Command bytes from a seed: all commands, in realistic and hostile mixes, over a handful of accounts and instruments
/// so that orders meet, names repeat and every limit is reached. The same seed and the same answers give the same
/// stream.
///
/// It must be told each answer ([#onAnswer]): numbering a stream and naming an open order need what the exchange said.
public final class CommandStreams {
    private static final long FIRST_ORDER_ID = 100_000_000_000_000_001L;
    private static final long START_NANOS = 1_600_000_000_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int OPEN_ORDERS_KNOWN_MAX = 256;
    private static final int MANY_OPEN_ORDERS = 16;
    private static final int SET_UP_COMMANDS = 36;
    /// Where the bids and asks of a deep book part, and how many levels lie on each side.
    private static final long DEEP_MIDDLE_TICKS = 1_000;

    private static final int DEEP_LEVELS = 400;

    /// Which commands a stream may have.
    public enum Scope {
        /// No algo orders, auctions, timetables, instrument changes, fee tiers or sub-accounts, no key that changes,
        /// and
        /// no amendment that cancels.
        WITHOUT_ALGO_ORDERS,
        /// All of them.
        EVERYTHING
    }

    /// A command and when it reaches the log.
    ///
    /// @param firesTimers the host's timers come first when they are due; they may also be late
    public record Command(long timeNanos, byte[] bytes, boolean firesTimers) {}

    /// A balance of which a part is held.
    record Held(int accountId, int currencyId, long balanceAtoms, long holdAtoms) {}

    private record Listing(
            String name,
            String base,
            String quote,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long lotsMax,
            long maxMarketQuoteAtoms) {}

    /// What a cancel or an amend can name.
    private record OpenOrder(long orderId, int accountId, int instrumentId, String clientOrderId, long priceTicks) {}

    /// Ordinary units, prices that make dust, lots that overflow, and a market between the other two currencies.
    private static final List<Listing> LISTINGS = List.of(
            new Listing("BTC-USDT", "BTC", "USDT", 1, 1, 1, 4, 1, 1_000, 1_000_000_000_000L),
            new Listing("DUST-USDT", "DUST", "USDT", 3, 7, 7, 2, 2, 50, 500),
            new Listing("BTC-HUGE", "BTC", "HUGE", 9, 0, 9, 0, 1, Long.MAX_VALUE, Long.MAX_VALUE),
            new Listing("DUST-BTC", "DUST", "BTC", 5, 4, 3, 1, 3, 1L << 53, 1L << 62));

    private final SplittableRandom random;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final boolean deep;
    private final Scope scope;
    private final AlgoCommands algoCommands;
    private final ReopeningCommands reopeningCommands;
    private final FamilyCommands familyCommands;
    private final List<OpenOrder> openOrders = new ArrayList<>();
    private final long[] incarnations = new long[4];
    private final long[] nextSequences = new long[4];
    private long timeNanos = START_NANOS;
    private long correlationId;
    private long ordersAccepted;
    private int commands;
    private Held held = new Held(1000, 1, 0, 0);
    private int accountsMade;
    private int instrumentsListed;
    private long middleTicks = 100;

    /// A stream that depends on nothing but the seed and the answers.
    public CommandStreams(long seed, Scope scope) {
        this(seed, scope, false);
    }

    private CommandStreams(long seed, Scope scope, boolean deep) {
        random = new SplittableRandom(seed);
        this.scope = scope;
        this.deep = deep;
        algoCommands = new AlgoCommands(this, random, buffer);
        reopeningCommands = new ReopeningCommands(this, random, buffer);
        familyCommands = new FamilyCommands(this, random, buffer);
    }

    /// A stream that fills the books with thousands of orders, most of them of one account, and now and then sweeps or
    /// cancels them all at once: entries that one message cannot hold.
    public static CommandStreams deep(long seed, Scope scope) {
        return new CommandStreams(seed, scope, true);
    }

    /// The next command.
    public Command next() {
        commands++;
        if (!reopeningCommands.hasTimer()) {
            moveTime();
        }
        boolean settingUp = commands <= SET_UP_COMMANDS;
        int gateway = settingUp || random.nextInt(30) != 0 ? 1 : 1 + random.nextInt(3);
        int length = settingUp ? setUp() : incarnations[gateway] == 0 ? openStream() : deep ? anyDeep() : any();
        number(gateway, length);
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return new Command(timeNanos, settingUp ? bytes : withinScope(bytes), random.nextInt(10) != 0);
    }

    /// Takes what the exchange said to the last command, or of a timer.
    public void onAnswer(List<String> entryLines) {
        String header = entryLines.getFirst();
        int gatewayId = (int) number(header, "gatewayId");
        boolean ours = gatewayId > 0 && gatewayId < incarnations.length;
        if (ours && !header.contains("commandTemplateId=1 ") && !header.contains("outcome=STREAM_")) {
            nextSequences[gatewayId] = number(header, "streamSequence") + 1;
        }
        for (String line : entryLines) {
            algoCommands.onEvent(line);
            reopeningCommands.onEvent(line);
            familyCommands.onEvent(line);
            if (line.startsWith("StreamOpened ") && ours) {
                incarnations[gatewayId] = number(line, "incarnation");
                nextSequences[gatewayId] = 1;
            } else if (line.startsWith("OrderAccepted ")) {
                ordersAccepted++;
                if (openOrders.size() >= OPEN_ORDERS_KNOWN_MAX) {
                    openOrders.removeFirst();
                }
                openOrders.add(new OpenOrder(
                        number(line, "orderId"),
                        (int) number(line, "accountId"),
                        (int) number(line, "instrumentId"),
                        word(line, "clientOrderId"),
                        number(line, "priceTicks")));
            } else if (line.startsWith("OrderClosed ")) {
                forget(number(line, "orderId"));
            } else if (line.startsWith("BalanceChanged ") && !line.endsWith(" holdAtoms=0")) {
                held = new Held(
                        (int) number(line, "accountId"),
                        (int) number(line, "currencyId"),
                        number(line, "balanceAtoms"),
                        number(line, "holdAtoms"));
            } else if (line.startsWith("AccountCreated ") || line.startsWith("SubAccountCreated ")) {
                accountsMade++;
            } else if (line.startsWith("InstrumentListed ")) {
                instrumentsListed++;
            }
        }
    }

    /// Most orders that close were accepted lately.
    private void forget(long orderId) {
        for (int index = openOrders.size() - 1; index >= 0; index--) {
            if (openOrders.get(index).orderId() == orderId) {
                openOrders.remove(index);
                return;
            }
        }
    }

    static long number(String line, String field) {
        return Long.parseLong(word(line, field));
    }

    static String word(String line, String field) {
        int start = line.indexOf(" " + field + "=") + field.length() + 2;
        int end = line.indexOf(' ', start);
        return line.substring(start, end < 0 ? line.length() : end);
    }

    private void moveTime() {
        int kind = random.nextInt(100);
        if (kind == 0) {
            timeNanos += random.nextLong(30 * SECOND_NANOS);
        } else if (kind == 1) {
            timeNanos -= random.nextLong(SECOND_NANOS);
        } else {
            timeNanos += random.nextLong(20_000_000);
        }
    }

    /// Everything that trading needs, so that most of what follows gets past the first checks.
    private int setUp() {
        return switch (commands) {
            case 1 -> openStream();
            case 2 -> createCurrency("BTC", 8, 1L << 62);
            case 3 -> createCurrency("USDT", 6, 1L << 62);
            case 4 -> createCurrency("DUST", 2, 1_000_000_000L);
            case 5 -> createCurrency("HUGE", 12, 1L << 62);
            case 6, 7, 8, 9 -> listInstrument(LISTINGS.get(commands - 6), Phase.TRADING, 0, 0);
            case 10 -> createAccount("alice", -500, 1000);
            case 11 -> createAccount("bob", 0, 500);
            case 12 -> createAccount("carol", 1000, 1_000_000);
            case 13 -> createRelative("dave", -200_000, 200_000);
            case 14 -> createRelative("erin", 0, 0);
            case 35 -> setAccountFees(1003, -200_000, 200_000);
            case 36 -> setAccountFees(1004, 0, 0);
            default ->
                deposit(
                        1000 + (commands - 15) % 5,
                        Wallet.TRADING,
                        1 + (commands - 15) / 5 % 4,
                        // Dust is scarce, and a deep book needs money behind each of its orders.
                        deep
                                ? (commands - 15) / 5 % 4 == 2 ? 100_000_000 : 1L << 57
                                : pick(10_000_000, 1_000_000_000, 100_000_000_000_000L, 1L << 57),
                        "first" + commands);
        };
    }

    /// An account, or a sub-account of the first one where there may be some.
    private int createRelative(String name, int maker, int taker) {
        return scope == Scope.EVERYTHING
                ? familyCommands.createSubAccount(1000, name, "")
                : createAccount(name, maker, taker);
    }

    private int any() {
        if (scope == Scope.EVERYTHING) {
            if (reopeningCommands.hasNext()) {
                return reopeningCommands.next();
            }
            if (openOrders.size() > MANY_OPEN_ORDERS && random.nextInt(4) == 0) {
                // An auction gathers orders until no more are taken.
                return cancelOrder();
            }
            int kind = random.nextInt(1000);
            if (kind < 330) {
                return algoCommands.any();
            } else if (kind < 400) {
                return reopeningCommands.any();
            } else if (kind < 440) {
                return familyCommands.any();
            }
        }
        int kind = random.nextInt(1000);
        if (kind < 560) {
            return placeOrder();
        } else if (kind < 640) {
            return cancelOrder();
        } else if (kind < 805) {
            return amendOrder();
        } else if (kind < 811) {
            return massCancel();
        } else if (kind < 860) {
            return cancelAllAfter();
        } else if (kind < 900) {
            return deposit(
                    accountId(),
                    wallet(),
                    smallId(4),
                    amount(),
                    random.nextInt(20) == 0 ? "" : "d" + random.nextInt(60));
        } else if (kind < 930) {
            return transfer();
        } else if (kind < 950) {
            return setPhase();
        } else if (kind < 962) {
            return setPriceBand();
        } else if (kind < 968) {
            return setAccountFees();
        } else if (kind < 982) {
            return createApiKey();
        } else if (kind < 986) {
            return deleteApiKey();
        } else if (kind < 989) {
            return openStream();
        } else if (kind < 992) {
            return createAccount(
                    random.nextInt(10) == 0 ? "" : "user" + random.nextInt(20),
                    random.nextInt(-2_000, 2_000),
                    random.nextInt(-100, 5_000));
        } else if (kind < 995) {
            return createCurrency(
                    random.nextInt(4) == 0 ? "BTC" : text("C", 8),
                    (int) pick(0, 8, 12, 13, 255),
                    pick(0, -1, 1, 1000, 1L << 62, (1L << 62) + 1, Long.MIN_VALUE));
        }
        return listAny();
    }

    private int anyDeep() {
        if (scope == Scope.EVERYTHING) {
            if (reopeningCommands.hasNext()) {
                return reopeningCommands.next();
            }
            int kind = random.nextInt(1000);
            if (kind < 40) {
                return algoCommands.any();
            } else if (kind < 45) {
                return reopeningCommands.any();
            }
        }
        int kind = random.nextInt(2_000);
        if (kind < 2) {
            return massCancel();
        } else if (kind == 2) {
            return cancelAllAfter();
        } else if (kind < 6) {
            return sweep();
        } else if (kind < 60) {
            return random.nextBoolean() ? amendOrder() : cancelOrder();
        } else if (kind < 100) {
            return placeOrder();
        }
        boolean buys = random.nextBoolean();
        long distanceTicks = 1 + random.nextLong(DEEP_LEVELS);
        return placeOrder(
                random.nextInt(5) == 0 ? 1000 + random.nextInt(5) : 1000,
                random.nextInt(3) == 0 ? 4 : 1,
                buys ? Side.BUY : Side.SELL,
                OrderType.LIMIT,
                buys ? DEEP_MIDDLE_TICKS - distanceTicks : DEEP_MIDDLE_TICKS + distanceTicks,
                3 + random.nextInt(3));
    }

    /// An order that meets everything that rests on the other side.
    private int sweep() {
        boolean buys = random.nextBoolean();
        OrderType type = OrderType.values()[random.nextInt(OrderType.values().length - 1)];
        boolean priced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
        return placeOrder(
                1001 + random.nextInt(4),
                random.nextInt(3) == 0 ? 4 : 1,
                buys ? Side.BUY : Side.SELL,
                type,
                !priced ? 0 : buys ? DEEP_MIDDLE_TICKS + DEEP_LEVELS : DEEP_MIDDLE_TICKS - DEEP_LEVELS,
                1_000);
    }

    int placeOrder(int accountId, int instrumentId, Side side, OrderType type, long priceTicks, long lots) {
        var command = new PlaceOrderEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId)
                .instrumentId(instrumentId)
                .side(side)
                .orderType(type)
                .sizeUnit(SizeUnit.BASE)
                .stp(random.nextInt(4) == 0 ? SelfTradePrevention.CANCEL_BOTH : SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(priceTicks)
                .quantity(lots)
                .clientOrderId("")
                .tag(tag());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int openStream() {
        var command = new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// Fills in the command header: mostly the next number of the stream, sometimes none of it.
    private void number(int gateway, int length) {
        var header = new CommandHeaderEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH);
        boolean opens = buffer.getShort(2) == OpenStreamEncoder.TEMPLATE_ID;
        boolean hostile = commands > SET_UP_COMMANDS && random.nextInt(50) == 0;
        long incarnation = incarnations[gateway];
        long streamSequence = opens ? 0 : nextSequences[gateway];
        long deadlineNanos = 0;
        int gatewayId = gateway;
        if (opens) {
            incarnation += 1 + random.nextInt(3);
        }
        if (hostile) {
            switch (random.nextInt(6)) {
                case 0 -> streamSequence += pick(-1, 1, 5, -streamSequence, Long.MAX_VALUE - streamSequence);
                case 1 -> incarnation += pick(-1, 1, -5, -incarnation);
                case 2 -> gatewayId = (int) pick(0, -1, 9, 1 + random.nextInt(6), Integer.MAX_VALUE);
                case 3 -> deadlineNanos = timeNanos + pick(-1, 0, 1, -SECOND_NANOS, SECOND_NANOS);
                case 4 -> deadlineNanos = pick(-1, 1, Long.MAX_VALUE, Long.MIN_VALUE);
                default -> incarnation -= opens ? random.nextInt(6) : 0;
            }
        }
        header.streamSequence(streamSequence)
                .correlationId(++correlationId)
                .incarnation(incarnation)
                .deadlineNanos(deadlineNanos)
                .gatewayId(gatewayId);
        if (length < MessageHeaderEncoder.ENCODED_LENGTH + CommandHeaderEncoder.ENCODED_LENGTH) {
            throw new IllegalStateException("expected a command header in " + length + " bytes");
        }
    }

    private byte[] withinScope(byte[] bytes) {
        byte[] perhapsBroken = perhapsBroken(bytes.clone());
        return scope == Scope.EVERYTHING || !needsEverything(perhapsBroken) ? perhapsBroken : bytes;
    }

    /// True when a broken message became one that only a stream of every command may have.
    private static boolean needsEverything(byte[] bytes) {
        if (bytes.length < MessageHeaderEncoder.ENCODED_LENGTH) {
            return false;
        }
        int templateId = (bytes[2] & 0xff) | (bytes[3] & 0xff) << 8;
        int fieldOffset = switch (templateId) {
            case SetPhaseEncoder.TEMPLATE_ID -> SetPhaseEncoder.phaseEncodingOffset();
            case ListInstrumentEncoder.TEMPLATE_ID -> ListInstrumentEncoder.phaseEncodingOffset();
            case AmendOrderEncoder.TEMPLATE_ID -> AmendOrderEncoder.cancelOnFailEncodingOffset();
            default -> -1;
        };
        int index = MessageHeaderEncoder.ENCODED_LENGTH + fieldOffset;
        if (fieldOffset < 0 || index >= bytes.length) {
            return templateId >= PlaceAlgoEncoder.TEMPLATE_ID && templateId <= ChangeApiKeyEncoder.TEMPLATE_ID;
        }
        return templateId == AmendOrderEncoder.TEMPLATE_ID
                ? bytes[index] == Flag.YES.value()
                : bytes[index] == Phase.AUCTION.value();
    }

    /// Now and then a message that a careless or hostile sender would send.
    private byte[] perhapsBroken(byte[] bytes) {
        switch (random.nextInt(150)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
            }
            case 2, 3, 4 -> {
                // Behind the command header: enum values, text, lengths, ids and amounts.
                int first = MessageHeaderEncoder.ENCODED_LENGTH + CommandHeaderEncoder.ENCODED_LENGTH;
                if (bytes.length > first) {
                    bytes[first + random.nextInt(bytes.length - first)] = (byte) random.nextInt();
                }
            }
            case 5 -> bytes[random.nextInt(MessageHeaderEncoder.ENCODED_LENGTH)] = (byte) random.nextInt();
            default -> {
                // Most messages are well formed.
            }
        }
        return bytes;
    }

    private int createCurrency(String code, int scale, long balanceAtomsMax) {
        var command = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.code(code).scale((short) scale).balanceAtomsMax(balanceAtomsMax);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int listAny() {
        var listing = new Listing(
                random.nextInt(8) == 0 ? "BTC-USDT" : text("I", 8),
                pickText("BTC", "USDT", "DUST", "HUGE", "NONE", ""),
                pickText("BTC", "USDT", "DUST", "HUGE", "NONE", ""),
                pick(0, 1, 2, 9, 10, -1),
                (int) pick(0, 2, 8, 18, 19),
                pick(0, 1, 2, 9, 10, -1),
                (int) pick(0, 1, 2, 8, 12, 18, 19),
                pick(0, 1, 5, -1),
                pick(0, 1, 5, 1000, Long.MAX_VALUE),
                pick(0, 1, 1000, Long.MAX_VALUE));
        return listInstrument(
                listing,
                phase(),
                (int) pick(0, 1, 100_000, 1_000_000, 1_000_001, -1),
                pick(0, 1, 100, 1L << 40, (1L << 40) + 1, -1));
    }

    private int listInstrument(Listing listing, Phase phase, int bandMillionths, long referencePriceTicks) {
        var command = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.name(listing.name()).baseCurrency(listing.base()).quoteCurrency(listing.quote());
        command.tickMantissa(listing.tickMantissa()).tickScale((short) listing.tickScale());
        command.lotMantissa(listing.lotMantissa()).lotScale((short) listing.lotScale());
        command.minLots(listing.minLots()).maxLimitLots(listing.lotsMax()).maxMarketLots(listing.lotsMax());
        command.maxMarketQuoteAtoms(listing.maxMarketQuoteAtoms());
        command.bandMillionths(bandMillionths)
                .referencePriceTicks(referencePriceTicks)
                .phase(phase);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int createAccount(String name, int maker, int taker) {
        var command = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.name(name).makerFeeMillionths(maker).takerFeeMillionths(taker);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int setAccountFees() {
        return setAccountFees(
                accountId(), (int) pick(-999_999, -1_000_000, -300_000, -500, 0, 800, 1_000_000, 1_000_001), (int)
                        pick(-1, 0, 1, 1000, 300_000, 1_000_000, 1_000_001));
    }

    private int setAccountFees(int accountId, int maker, int taker) {
        var command = new SetAccountFeesEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId).makerFeeMillionths(maker).takerFeeMillionths(taker);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int createApiKey() {
        var command = new CreateApiKeyEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(random.nextInt(3) == 0 ? accountId() : 1000)
                .apiKey(text("key", 70))
                .permissions((short) pick(1, 3, 7, 7, 7, 0, 8, 255));
        byte[] sealedSecret = new byte[random.nextInt(40)];
        for (int index = 0; index < sealedSecret.length; index++) {
            sealedSecret[index] = (byte) random.nextInt();
        }
        byte[] ipList = "10.0.0.1, 10.0.0.2".getBytes(StandardCharsets.US_ASCII);
        byte[] label = new byte[(int) pick(0, 3, 10, 4096)];
        Arrays.fill(label, (byte) 'x');
        command.putSealedSecret(sealedSecret, 0, sealedSecret.length);
        command.putIpList(ipList, 0, ipList.length);
        command.putLabel(label, 0, label.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int deleteApiKey() {
        var command = new DeleteApiKeyEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        FamilyCommands.Key key = familyCommands.key();
        command.accountId(key.accountId()).apiKey(key.apiKey());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int deposit(int accountId, Wallet wallet, int currencyId, long amountAtoms, String clientId) {
        var command = new DepositEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId)
                .wallet(wallet)
                .currencyId(currencyId)
                .amountAtoms(amountAtoms)
                .clientId(clientId);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int transfer() {
        if (random.nextInt(4) == 0) {
            long availableAtoms = held.balanceAtoms() - held.holdAtoms();
            // Mostly one atom more than there is to move, or an account would soon have nothing left to trade with.
            long amountAtoms = pick(availableAtoms + 1, availableAtoms + 1, held.balanceAtoms(), availableAtoms);
            return transfer(held.accountId(), held.currencyId(), amountAtoms, Wallet.TRADING, Wallet.FUNDING);
        }
        return transfer(accountId(), smallId(4), amount(), wallet(), wallet());
    }

    private int transfer(int accountId, int currencyId, long amountAtoms, Wallet from, Wallet to) {
        var command = new TransferEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId)
                .currencyId(currencyId)
                .amountAtoms(amountAtoms)
                .from(from)
                .to(to)
                .clientId(random.nextBoolean() ? "" : "d" + random.nextInt(60));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int placeOrder() {
        var command = new PlaceOrderEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        OrderType type = random.nextInt(5) < 2
                ? OrderType.LIMIT
                : OrderType.values()[random.nextInt(OrderType.values().length - 1)];
        boolean priced = type != OrderType.MARKET && type != OrderType.OPTIMAL_LIMIT_IOC;
        boolean inQuote = random.nextInt(type == OrderType.MARKET ? 2 : 100) == 0;
        command.accountId(accountId())
                .instrumentId(instrumentId())
                .side(random.nextBoolean() ? Side.BUY : Side.SELL)
                .orderType(type)
                .sizeUnit(inQuote ? SizeUnit.QUOTE : SizeUnit.BASE)
                .stp(SelfTradePrevention.values()[random.nextInt(3)])
                .banAmend(flag())
                .clampPrice(flag())
                .priceTicks(priced || random.nextInt(100) == 0 ? price() : 0)
                .quantity(inQuote ? amount() : lots())
                .clientOrderId(random.nextBoolean() ? "" : text("c", 12))
                .tag(tag());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int cancelOrder() {
        var command = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        OpenOrder order = openOrder();
        boolean byClientOrderId = random.nextInt(4) == 0;
        command.accountId(order.accountId())
                .instrumentId(order.instrumentId())
                .orderId(byClientOrderId ? 0 : order.orderId())
                .clientOrderId(byClientOrderId ? order.clientOrderId() : text("c", 12));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int amendOrder() {
        var command = new AmendOrderEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        OpenOrder order = openOrder();
        boolean byClientOrderId = random.nextInt(4) == 0;
        long nearTicks = Math.max(1, order.priceTicks() + random.nextLong(-3, 4));
        command.accountId(order.accountId())
                .instrumentId(order.instrumentId())
                .orderId(byClientOrderId ? 0 : order.orderId())
                .newPriceTicks(random.nextInt(3) == 0 ? 0 : random.nextInt(4) == 0 ? price() : nearTicks)
                .newQuantityLots(random.nextInt(3) == 0 ? 0 : lots())
                .cancelOnFail(random.nextInt(8) == 0 && scope == Scope.EVERYTHING ? Flag.YES : Flag.NO)
                .clampPrice(flag())
                .clientOrderId(byClientOrderId ? order.clientOrderId() : text("c", 12))
                .requestId(random.nextBoolean() ? "" : "r\\" + random.nextInt(100));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int massCancel() {
        var command = new MassCancelEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(deep && random.nextBoolean() ? 1000 : accountId())
                .instrumentId(random.nextBoolean() ? 0 : instrumentId());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int cancelAllAfter() {
        long timeout = random.nextInt(4) == 0
                ? pick(
                        0,
                        0,
                        1,
                        -1,
                        10 * SECOND_NANOS - 1,
                        10 * SECOND_NANOS,
                        120 * SECOND_NANOS,
                        120 * SECOND_NANOS + 1)
                : 10 * SECOND_NANOS + random.nextLong(110) * SECOND_NANOS;
        return cancelAllAfter(timeout, random.nextInt(3) == 0 ? tag() : "t" + random.nextInt(30));
    }

    int cancelAllAfter(long timeoutNanos, String tag) {
        var command = new CancelAllAfterEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId()).timeoutNanos(timeoutNanos).tag(tag);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int setPhase() {
        var command = new SetPhaseEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        // Trading comes back quickly, or most of the stream would be refused for its phase.
        Phase phase = random.nextInt(5) < 4 ? Phase.TRADING : phase();
        command.instrumentId(
                        (phase == Phase.TRADING || random.nextInt(8) == 0) && random.nextInt(8) != 0
                                ? 0
                                : instrumentId())
                .phase(phase);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private Phase phase() {
        Phase phase = Phase.values()[random.nextInt(5)];
        return phase == Phase.AUCTION && scope != Scope.EVERYTHING ? Phase.CANCEL_ONLY : phase;
    }

    private int setPriceBand() {
        var command = new SetPriceBandEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.instrumentId(instrumentId())
                .bandMillionths((int) pick(0, 0, 0, 0, 1, 10_000, 30_000, 100_000, 1_000_000, 1_000_001, -1));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// The balance that was last seen with a hold.
    Held held() {
        return held;
    }

    int accountId() {
        return random.nextInt(60) == 0
                ? (int) pick(0, 1, 2, -1, 999, 1000 + accountsMade, Integer.MAX_VALUE, Integer.MIN_VALUE)
                : 1000 + random.nextInt(5);
    }

    int smallId(int max) {
        return random.nextInt(100) == 0
                ? (int) pick(0, -1, max + 1, max + 2, Integer.MAX_VALUE, Integer.MIN_VALUE)
                : 1 + random.nextInt(max);
    }

    int instrumentId() {
        return smallId(Math.max(1, instrumentsListed));
    }

    /// Mostly an order that is open, as its owner names it; sometimes one that is not, or not his.
    private OpenOrder openOrder() {
        int kind = random.nextInt(20);
        OpenOrder known = openOrders.isEmpty() || kind == 0
                ? new OpenOrder(
                        FIRST_ORDER_ID + random.nextLong(-1, ordersAccepted + 2),
                        accountId(),
                        instrumentId(),
                        text("c", 12),
                        price())
                : openOrders.get(random.nextInt(openOrders.size()));
        return switch (kind) {
            case 1 ->
                new OpenOrder(
                        known.orderId(), accountId(), known.instrumentId(), known.clientOrderId(), known.priceTicks());
            case 2 ->
                new OpenOrder(
                        known.orderId(), known.accountId(), instrumentId(), known.clientOrderId(), known.priceTicks());
            default -> known;
        };
    }

    Wallet wallet() {
        return random.nextInt(4) == 0 ? Wallet.FUNDING : Wallet.TRADING;
    }

    Flag flag() {
        return random.nextInt(3) == 0 ? Flag.YES : Flag.NO;
    }

    String tag() {
        return random.nextBoolean() ? "" : "t" + random.nextInt(4);
    }

    String text(String prefix, int kinds) {
        return random.nextInt(20) == 0 ? "" : prefix + random.nextInt(kinds);
    }

    long amount() {
        return switch (random.nextInt(12)) {
            case 0 -> pick(0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62, (1L << 62) + 1);
            case 1, 2, 3 -> random.nextLong(1, 100);
            default -> 1 + random.nextLong(1L << random.nextInt(1, 56));
        };
    }

    long lots() {
        return switch (random.nextInt(40)) {
            case 0 -> pick(0, -1, 1L << 53, (1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40);
            case 1 -> random.nextLong(1, 2_000);
            default -> random.nextLong(1, 12);
        };
    }

    long price() {
        if (random.nextInt(400) == 0) {
            middleTicks = pick(1, 10, 100, 100, 1_000, 1_000, 1_000_000, 1L << 40);
        }
        if (random.nextInt(40) == 0) {
            return pick(0, -1, 1, 1L << 40, (1L << 40) + 1, (1L << 40) - 1, Long.MAX_VALUE, Long.MIN_VALUE);
        }
        return Math.max(1, middleTicks + random.nextLong(-4, 5));
    }

    /// Mostly 1 to the maximum.
    int anyOf(int max) {
        return smallId(max);
    }

    long pick(long... values) {
        return values[random.nextInt(values.length)];
    }

    private String pickText(String... values) {
        return values[random.nextInt(values.length)];
    }
}
