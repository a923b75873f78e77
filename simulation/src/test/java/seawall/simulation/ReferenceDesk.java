package seawall.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.simulation.reference.ReferenceExchange;
import seawall.simulation.reference.ReferenceLimits;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.ChangeInstrumentEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.ScheduleReopeningEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetAccountFeeTierEncoder;
import seawall.wire.codec.SetAccountFeesEncoder;
import seawall.wire.codec.SetFeeTierEncoder;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// The reference exchange as tables: commands as lines in, what happened as lines out, with the audit looking on.
///
/// ```
/// order A side=BUY price=100 lots=5
/// algo B kind=CONDITIONAL side=SELL stopLoss=95 lots=2
/// time 40
/// ```
///
/// It has one instrument, of which a lot is an atom and a tick is an atom, and accounts A to E that have much of both
/// currencies. What happened has a line for each event but those of levels, balances, postings and price limits, which
/// follow from the rest and are what the audit counts; `then` begins an entry without a command. Orders and algo orders
/// are numbered from 1, and times from the start.
final class ReferenceDesk {
    private static final long START_NANOS = 1_600_000_000_000_000_000L;
    private static final long FIRST_ID = 100_000_000_000_000_001L;
    private static final int FIRST_ACCOUNT = 1000;
    private static final int ACCOUNTS = 5;

    private static final Map<String, List<String>> SHOWN = Map.ofEntries(
            Map.entry("OrderAccepted", List.of("orderId", "side", "orderType", "priceTicks", "quantity")),
            Map.entry("OrderFilled", List.of("takerOrderId", "makerOrderId", "priceTicks", "quantityLots")),
            Map.entry("OrderClosed", List.of("orderId", "reason", "filledLots")),
            Map.entry("OrderAmended", List.of("orderId", "priceTicks", "quantityLots")),
            Map.entry("OrderAmendRefused", List.of("orderId", "outcome")),
            Map.entry("AlgoAccepted", List.of("algoId", "kind", "side", "quantity", "parentOrderId")),
            Map.entry(
                    "AlgoAmended",
                    List.of(
                            "algoId",
                            "kind",
                            "quantity",
                            "triggerTicks",
                            "priceTicks",
                            "takeProfitTriggerTicks",
                            "takeProfitPriceTicks",
                            "stopLossTriggerTicks",
                            "stopLossPriceTicks")),
            Map.entry("AlgoArmed", List.of("algoId", "quantity")),
            Map.entry("AlgoActivated", List.of("algoId", "priceTicks")),
            Map.entry("AlgoTriggered", List.of("algoId", "leg", "outcome", "orderId")),
            Map.entry("AlgoClosed", List.of("algoId", "reason")),
            Map.entry("UncrossingStarted", List.of("nextPhase", "priceTicks", "quantityLots")),
            Map.entry("PhaseChanged", List.of("phase")),
            Map.entry("ReopeningScheduled", List.of("auctionNanos", "postOnlyNanos", "tradingNanos")),
            Map.entry("CancelAllAfterSet", List.of("triggerNanos")),
            Map.entry("InstrumentChanged", List.of("minLots", "maxLimitLots", "maxMarketLots", "maxMarketQuoteAtoms")),
            Map.entry("FeeTierSet", List.of("tier", "makerFeeMillionths", "takerFeeMillionths")),
            Map.entry("AccountFeeTierChanged", List.of("accountId", "tier")),
            Map.entry("AccountFeesChanged", List.of("accountId", "makerFeeMillionths", "takerFeeMillionths")));

    private final ReferenceExchange reference;
    private final JournalChecker checker = new JournalChecker();
    private final JournalBytes bytes = new JournalBytes();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long timeNanos = START_NANOS;
    private long streamSequence;

    ReferenceDesk() {
        this(ReferenceJournal.SMALL);
    }

    ReferenceDesk(ReferenceLimits limits) {
        reference = new ReferenceExchange(limits);
        var open = new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, header);
        apply(open.encodedLength());
        for (String code : new String[] {"BTC", "USD"}) {
            var currency = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
            currency.code(code).scale((short) 0).balanceAtomsMax(1L << 62);
            apply(currency.encodedLength());
        }
        var list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        list.name("BTC-USD").baseCurrency("BTC").quoteCurrency("USD");
        list.tickMantissa(1).tickScale((short) 0).lotMantissa(1).lotScale((short) 0);
        list.minLots(1).maxLimitLots(1_000).maxMarketLots(500).maxMarketQuoteAtoms(100_000);
        list.bandMillionths(0).referencePriceTicks(100).phase(Phase.TRADING);
        apply(list.encodedLength());
        for (int account = 0; account < ACCOUNTS; account++) {
            var create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
            create.name("account" + account).makerFeeMillionths(0).takerFeeMillionths(0);
            apply(create.encodedLength());
            for (int currency = 1; currency <= 2; currency++) {
                deposit(account, currency, 1L << 40);
            }
        }
    }

    private void deposit(int account, int currencyId, long amountAtoms) {
        var deposit = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
        deposit.accountId(FIRST_ACCOUNT + account)
                .wallet(Wallet.TRADING)
                .currencyId(currencyId)
                .amountAtoms(amountAtoms)
                .clientId("d" + currencyId);
        apply(deposit.encodedLength());
    }

    /// What happens upon these commands.
    String on(String commands) {
        return commands.lines()
                .flatMap(command -> answer(new Words(command)).stream())
                .collect(Collectors.joining("\n"));
    }

    /// When the next timer is due, from the start; -1 = never.
    long nextTimerNanos() {
        long nanos = reference.nextTimerNanos();
        return nanos == Long.MAX_VALUE ? -1 : nanos - START_NANOS;
    }

    /// One command: a verb, whom or what it is about, and `name=value` for the rest.
    private static final class Words {
        final String verb;
        final String subject;
        private final Map<String, String> values = new HashMap<>();

        Words(String line) {
            String[] words = line.trim().split(" +");
            verb = words[0];
            subject = words.length > 1 && !words[1].contains("=") ? words[1] : "";
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.put(word.substring(0, equals), word.substring(equals + 1));
                }
            }
        }

        String word(String name, String otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        long number(String name) {
            return Long.parseLong(values.getOrDefault(name, "0"));
        }

        int accountId() {
            return subject.length() == 1 ? FIRST_ACCOUNT + subject.charAt(0) - 'A' : Integer.parseInt(subject);
        }

        int instrumentId() {
            return (int) Long.parseLong(values.getOrDefault("instrument", "1"));
        }

        long id(String name) {
            long number = number(name);
            return number == 0 ? 0 : FIRST_ID + number - 1;
        }

        Side side() {
            return Side.valueOf(word("side", "BUY"));
        }

        SelfTradePrevention stp() {
            return SelfTradePrevention.valueOf(word("stp", "CANCEL_MAKER"));
        }

        Flag flag(String name) {
            return Flag.valueOf(word(name, "NO"));
        }

        SizeUnit unit() {
            return SizeUnit.valueOf(word("unit", "BASE"));
        }
    }

    private List<String> answer(Words words) {
        return switch (words.verb) {
            case "time" -> {
                timeNanos = START_NANOS + Long.parseLong(words.subject);
                var entries = new ArrayList<>(reference.onTimer(timeNanos));
                entries.addAll(reference.followUps(timeNanos));
                yield shown(entries, false);
            }
            case "order" -> apply(order(words));
            case "protected" -> apply(protectedOrder(words));
            case "cancel" -> apply(cancel(words));
            case "amend" -> apply(amend(words));
            case "algo" -> apply(algo(words));
            case "cancelAlgo" -> apply(cancelAlgo(words));
            case "amendAlgo" -> apply(amendAlgo(words));
            case "cancelAllAfter" -> apply(cancelAllAfter(words));
            case "phase" -> apply(phase(words));
            case "reopen" -> apply(reopen(words));
            case "sizes" -> apply(sizes(words));
            case "tier" -> apply(tier(words));
            case "tierOf" -> apply(tierOf(words));
            case "fees" -> apply(fees(words));
            default -> throw new IllegalArgumentException("expected a command, found " + words.verb);
        };
    }

    private int order(Words words) {
        return new PlaceOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .side(words.side())
                .orderType(OrderType.valueOf(words.word("type", "LIMIT")))
                .sizeUnit(words.unit())
                .stp(words.stp())
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(words.number("price"))
                .quantity(words.number("lots"))
                .clientOrderId("")
                .tag(words.word("tag", ""))
                .encodedLength();
    }

    private int protectedOrder(Words words) {
        return new PlaceProtectedOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .side(words.side())
                .orderType(OrderType.valueOf(words.word("type", "LIMIT")))
                .sizeUnit(words.unit())
                .stp(words.stp())
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(words.number("price"))
                .quantity(words.number("lots"))
                .takeProfitTriggerTicks(words.number("takeProfit"))
                .takeProfitPriceTicks(words.number("takeProfitPrice"))
                .stopLossTriggerTicks(words.number("stopLoss"))
                .stopLossPriceTicks(words.number("stopLossPrice"))
                .clientOrderId("")
                .clientAlgoId(words.word("client", ""))
                .tag(words.word("tag", ""))
                .encodedLength();
    }

    private int cancel(Words words) {
        return new CancelOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .orderId(words.id("order"))
                .clientOrderId("")
                .encodedLength();
    }

    private int amend(Words words) {
        return new AmendOrderEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .orderId(words.id("order"))
                .newPriceTicks(words.number("price"))
                .newQuantityLots(words.number("lots"))
                .cancelOnFail(words.flag("cancelOnFail"))
                .clampPrice(Flag.NO)
                .clientOrderId("")
                .requestId("")
                .encodedLength();
    }

    private int algo(Words words) {
        return new PlaceAlgoEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .kind(AlgoKind.valueOf(words.word("kind", "CONDITIONAL")))
                .side(words.side())
                .orderType(OrderType.valueOf(words.word("type", "LIMIT")))
                .sizeUnit(words.unit())
                .stp(words.stp())
                .quantity(words.number("lots"))
                .triggerTicks(words.number("trigger"))
                .priceTicks(words.number("price"))
                .takeProfitTriggerTicks(words.number("takeProfit"))
                .takeProfitPriceTicks(words.number("takeProfitPrice"))
                .stopLossTriggerTicks(words.number("stopLoss"))
                .stopLossPriceTicks(words.number("stopLossPrice"))
                .callbackMillionths((int) words.number("callbackMillionths"))
                .callbackTicks(words.number("callback"))
                .activationTicks(words.number("activation"))
                .clientAlgoId(words.word("client", ""))
                .tag(words.word("tag", ""))
                .encodedLength();
    }

    private int cancelAlgo(Words words) {
        return new CancelAlgoEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .algoId(words.id("algo"))
                .clientAlgoId(words.word("client", ""))
                .encodedLength();
    }

    private int amendAlgo(Words words) {
        return new AmendAlgoEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .instrumentId(words.instrumentId())
                .algoId(words.id("algo"))
                .newQuantity(words.number("lots"))
                .newTriggerTicks(words.number("trigger"))
                .newPriceTicks(words.number("price"))
                .newTakeProfitTriggerTicks(words.number("takeProfit"))
                .newTakeProfitPriceTicks(words.number("takeProfitPrice"))
                .newStopLossTriggerTicks(words.number("stopLoss"))
                .newStopLossPriceTicks(words.number("stopLossPrice"))
                .cancelOnFail(words.flag("cancelOnFail"))
                .clientAlgoId(words.word("client", ""))
                .requestId("")
                .encodedLength();
    }

    private int cancelAllAfter(Words words) {
        return new CancelAllAfterEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .timeoutNanos(words.number("timeout"))
                .tag("")
                .encodedLength();
    }

    private int phase(Words words) {
        return new SetPhaseEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .instrumentId(words.instrumentId())
                .phase(Phase.valueOf(words.subject))
                .encodedLength();
    }

    private int reopen(Words words) {
        return new ScheduleReopeningEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .instrumentId(words.instrumentId())
                .cancelOnlyNanos(words.number("cancelOnly"))
                .auctionNanos(words.number("auction"))
                .postOnlyNanos(words.number("postOnly"))
                .encodedLength();
    }

    private int sizes(Words words) {
        return new ChangeInstrumentEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .instrumentId(words.instrumentId())
                .minLots(words.number("min"))
                .maxLimitLots(words.number("maxLimit"))
                .maxMarketLots(words.number("maxMarket"))
                .maxMarketQuoteAtoms(words.number("maxQuote"))
                .encodedLength();
    }

    private int tier(Words words) {
        return new SetFeeTierEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .tier(Integer.parseInt(words.subject))
                .makerFeeMillionths((int) words.number("maker"))
                .takerFeeMillionths((int) words.number("taker"))
                .encodedLength();
    }

    private int tierOf(Words words) {
        return new SetAccountFeeTierEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .tier((int) words.number("tier"))
                .encodedLength();
    }

    private int fees(Words words) {
        return new SetAccountFeesEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .accountId(words.accountId())
                .makerFeeMillionths((int) words.number("maker"))
                .takerFeeMillionths((int) words.number("taker"))
                .encodedLength();
    }

    private List<String> apply(int blockLength) {
        new CommandHeaderEncoder()
                .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .streamSequence(streamSequence++)
                .correlationId(0)
                .incarnation(1)
                .deadlineNanos(0)
                .gatewayId(1);
        byte[] command = new byte[MessageHeaderEncoder.ENCODED_LENGTH + blockLength];
        buffer.getBytes(0, command);
        var entries = new ArrayList<List<String>>();
        entries.add(reference.onCommand(timeNanos, new UnsafeBuffer(command), 0, command.length));
        entries.addAll(reference.followUps(timeNanos));
        return shown(entries, true);
    }

    private List<String> shown(List<List<String>> entries, boolean firstHasCommand) {
        var shown = new ArrayList<String>();
        for (int index = 0; index < entries.size(); index++) {
            List<String> entry = entries.get(index);
            byte[] audited = bytes.of(entry);
            checker.onEntry(new UnsafeBuffer(audited), 0, audited.length);
            if (!checker.violations().isEmpty()) {
                throw new AssertionError("the audit objects to " + entry + ": " + checker.violations());
            }
            if (index > 0 || !firstHasCommand) {
                shown.add("then");
            }
            String outcome = value(entry.getFirst(), "outcome");
            if (!outcome.equals("ACCEPTED")) {
                String detail = value(entry.getFirst(), "detail");
                shown.add("refused " + outcome + (detail.equals("0") ? "" : " " + detail));
            }
            entry.stream()
                    .skip(1)
                    .filter(line -> SHOWN.containsKey(line.substring(0, line.indexOf(' '))))
                    .map(ReferenceDesk::shown)
                    .forEach(shown::add);
        }
        return shown;
    }

    private static String shown(String line) {
        String event = line.substring(0, line.indexOf(' '));
        return event + " "
                + SHOWN.getOrDefault(event, List.of()).stream()
                        .map(field -> value(line, field))
                        .collect(Collectors.joining(" "));
    }

    private static String value(String line, String field) {
        String value = CommandStreams.word(line, field);
        if (!value.matches("\\d{18,19}")) {
            return value;
        }
        long number = Long.parseLong(value);
        return String.valueOf(number >= START_NANOS ? number - START_NANOS : number - FIRST_ID + 1);
    }
}
