package seawall.gateway.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.trade.ItemParser.Parsed;
import seawall.gateway.view.AlgoTerms;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.Reopening;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceOrderDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;
import seawall.wire.codec.SizeUnit;

/// An item that is accepted becomes a command that says what the item said, to the last digit, within what a command
/// can
/// carry; every other item gets a code and a text.
final class OrderParserFuzz extends FuzzTarget {
    private static final int ACCOUNT = 1_000;
    private static final Instruments INSTRUMENTS = instruments();
    private static final ItemParser PARSER = new ItemParser(INSTRUMENTS, (accountId, algoId, clientAlgoId) -> null);
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"clOrdId\":\"b15\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"50000.1\",\"sz\":\"0.002\"}",
            "{\"instIdCode\":2,\"tdMode\":\"cash\",\"side\":\"sell\",\"ordType\":\"post_only\",\"px\":0.05,\"sz\":25,\"tag\":\"t1\",\"stpMode\":\"cancel_both\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"market\",\"sz\":\"100.5\",\"tgtCcy\":\"quote_ccy\",\"banAmend\":true}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"sell\",\"ordType\":\"optimal_limit_ioc\",\"sz\":1e-5,\"pxAmendType\":1}",
            "{\"instId\":\"BTC-USDT\",\"ordId\":\"100000000000000001\",\"newSz\":\"1\",\"newPx\":\"2.5\",\"reqId\":\"r1\",\"cxlOnFail\":true}",
            "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"b15\",\"posSide\":\"net\",\"reduceOnly\":\"false\",\"tradeQuoteCcy\":\"USDT\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"fok\",\"px\":\"4611686018427387904\",\"sz\":\"1E30\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"100\",\"sz\":\"1\",\"attachAlgoOrds\":[{\"attachAlgoClOrdId\":\"p1\",\"tpTriggerPx\":\"120\",\"tpOrdPx\":\"-1\",\"slTriggerPx\":\"90\",\"slOrdPx\":\"89.5\"}]}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cross\",\"side\":\"sell\",\"ordType\":\"oco\",\"sz\":\"2\",\"tpTriggerPx\":\"120\",\"tpOrdPx\":\"121\",\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\",\"algoClOrdId\":\"a1\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"conditional\",\"sz\":\"200\",\"tgtCcy\":\"quote_ccy\",\"slTriggerPx\":\"90\",\"slOrdPx\":\"-1\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"trigger\",\"sz\":\"0.01\",\"triggerPx\":\"51000\",\"orderPx\":\"50000\",\"advanceOrdType\":\"fok\"}",
            "{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"sell\",\"ordType\":\"move_order_stop\",\"sz\":\"2\",\"callbackRatio\":\"0.05\",\"activePx\":\"60000\"}",
            "{\"instId\":\"BTC-USDT\",\"algoId\":\"100000000000000001\",\"newSz\":\"1\",\"newTpTriggerPx\":\"0\",\"newSlOrdPx\":\"-1\",\"newTriggerPx\":\"3\",\"newOrdPx\":\"2\",\"reqId\":\"r1\"}",
            "[{\"instId\":\"BTC-USDT\",\"algoClOrdId\":\"a1\",\"clOrdId\":\"old\"}]");

    OrderParserFuzz() {
        super(SEEDS, 20_000, OrderParserFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Fields item;
        try {
            if (!(JsonInput.read(input) instanceof Fields fields)) {
                return;
            }
            item = fields;
        } catch (MalformedJsonException refused) {
            return;
        }
        for (Operation operation : Operation.values()) {
            switch (PARSER.parse(operation, ACCOUNT, item)) {
                case Parsed.Refused(Problem problem) -> {
                    assertThat(problem.code()).matches("5[0-9]{4}");
                    assertThat(problem.message()).isNotBlank();
                }
                case Parsed.Ready(Command command) -> check(operation, item, command);
            }
        }
    }

    private static void check(Operation operation, Fields item, Command command) {
        CommandWriter writer = new CommandWriter();
        int length = writer.encode(command, 7, 9);
        UnsafeBuffer bytes = new UnsafeBuffer(writer.buffer, 0, length);
        switch (command) {
            case Command.Place place -> {
                assertThat(operation).isEqualTo(Operation.PLACE);
                InstrumentView instrument = place.instrument();
                assertThat(instrument).isEqualTo(INSTRUMENTS.named(item));
                assertThat(item.text("tdMode")).isEqualTo("cash");
                assertThat(item.text("side")).isEqualToIgnoringCase(place.side().name());
                boolean isPriced =
                        place.orderType() != OrderType.MARKET && place.orderType() != OrderType.OPTIMAL_LIMIT_IOC;
                if (isPriced) {
                    isExactly(place.priceTicks(), instrument.tickMantissa(), instrument.tickScale(), item.text("px"));
                } else {
                    assertThat(place.priceTicks()).isZero();
                }
                if (place.sizeUnit() == SizeUnit.QUOTE) {
                    isExactly(place.quantity(), 1, instrument.quote().scale(), item.text("sz"));
                } else {
                    isExactly(place.quantity(), instrument.lotMantissa(), instrument.lotScale(), item.text("sz"));
                }
                PlaceOrderDecoder decoded = new PlaceOrderDecoder();
                decoded.wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
                assertThat(decoded.accountId()).isEqualTo(ACCOUNT);
                assertThat(decoded.priceTicks()).isEqualTo(place.priceTicks());
                assertThat(decoded.quantity()).isEqualTo(place.quantity());
                assertThat(decoded.clientOrderId()).isEqualTo(item.text("clOrdId"));
                assertThat(decoded.tag()).isEqualTo(item.text("tag"));
            }
            case Command.Cancel cancel -> {
                assertThat(operation).isEqualTo(Operation.CANCEL);
                isNamed(item, cancel.orderId(), cancel.clientOrderId());
            }
            case Command.Amend amend -> {
                assertThat(operation).isEqualTo(Operation.AMEND);
                isNamed(item, amend.orderId(), amend.clientOrderId());
                InstrumentView instrument = amend.instrument();
                if (item.isGiven("newPx")) {
                    isExactly(
                            amend.newPriceTicks(),
                            instrument.tickMantissa(),
                            instrument.tickScale(),
                            item.text("newPx"));
                }
                if (item.isGiven("newSz")) {
                    isExactly(
                            amend.newQuantityLots(),
                            instrument.lotMantissa(),
                            instrument.lotScale(),
                            item.text("newSz"));
                }
            }
            case Command.PlaceProtected(Command.Place order, StopLegs legs, String clientAlgoId) -> {
                assertThat(operation).isEqualTo(Operation.PLACE);
                assertThat(legs.hasTakeProfit() || legs.hasStopLoss()).isTrue();
                assertThat(clientAlgoId).matches("[0-9A-Za-z]{0,32}");
                PlaceProtectedOrderDecoder decoded = new PlaceProtectedOrderDecoder();
                decoded.wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
                assertThat(decoded.accountId()).isEqualTo(ACCOUNT);
                assertThat(decoded.quantity()).isEqualTo(order.quantity());
                assertThat(decoded.takeProfitTriggerTicks()).isEqualTo(legs.takeProfitTicks());
                assertThat(decoded.stopLossPriceTicks()).isEqualTo(legs.stopLossPriceTicks());
                assertThat(decoded.clientAlgoId()).isEqualTo(clientAlgoId);
            }
            case Command.PlaceAlgo algo -> {
                assertThat(operation).isEqualTo(Operation.PLACE_ALGO);
                checkTerms(item, algo);
                PlaceAlgoDecoder decoded = new PlaceAlgoDecoder();
                decoded.wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
                assertThat(decoded.accountId()).isEqualTo(ACCOUNT);
                assertThat(decoded.kind()).isEqualTo(algo.terms().kind());
                assertThat(decoded.quantity()).isEqualTo(algo.terms().quantity());
                assertThat(decoded.triggerTicks()).isEqualTo(algo.terms().triggerTicks());
                assertThat(decoded.callbackMillionths()).isEqualTo(algo.terms().callbackMillionths());
                assertThat(decoded.clientAlgoId()).isEqualTo(algo.clientAlgoId());
            }
            case Command.CancelAlgo cancel -> {
                assertThat(operation).isEqualTo(Operation.CANCEL_ALGO);
                assertThat(cancel.algoId() == 0)
                        .isNotEqualTo(cancel.clientAlgoId().isEmpty());
            }
            case Command.AmendAlgo amend -> {
                assertThat(operation).isEqualTo(Operation.AMEND_ALGO);
                assertThat(amend.algoId() == 0)
                        .isNotEqualTo(amend.clientAlgoId().isEmpty());
                assertThat(amend.isEmpty()).isFalse();
            }
            case Command.MassCancel mass -> throw new AssertionError("no item asks for " + mass);
            case Command.CancelAllAfter timer -> throw new AssertionError("no item asks for " + timer);
            case Command.Transfer transfer -> throw new AssertionError("no item asks for " + transfer);
            case Command.TransferBetween transfer -> throw new AssertionError("no item asks for " + transfer);
            case Command.CreateSubAccount account -> throw new AssertionError("no item asks for " + account);
            case Command.SetTransferOut permission -> throw new AssertionError("no item asks for " + permission);
            case Command.CreateApiKey key -> throw new AssertionError("no item asks for " + key);
            case Command.ChangeApiKey key -> throw new AssertionError("no item asks for " + key);
            case Command.DeleteApiKey key -> throw new AssertionError("no item asks for " + key);
        }
    }

    private static void checkTerms(Fields item, Command.PlaceAlgo algo) {
        AlgoTerms terms = algo.terms();
        InstrumentView instrument = algo.instrument();
        if (terms.sizeUnit() == SizeUnit.QUOTE) {
            isExactly(terms.quantity(), 1, instrument.quote().scale(), item.text("sz"));
        } else {
            isExactly(terms.quantity(), instrument.lotMantissa(), instrument.lotScale(), item.text("sz"));
        }
        Map.of(
                        "triggerPx", terms.triggerTicks(),
                        "tpTriggerPx", terms.takeProfitTriggerTicks(),
                        "slTriggerPx", terms.stopLossTriggerTicks(),
                        "activePx", terms.activationTicks(),
                        "callbackSpread", terms.callbackTicks())
                .forEach((name, ticks) -> {
                    if (ticks != 0) {
                        isExactly(ticks, instrument.tickMantissa(), instrument.tickScale(), item.text(name));
                    }
                });
        if (terms.callbackMillionths() != 0) {
            isExactly(terms.callbackMillionths(), 1, 6, item.text("callbackRatio"));
        }
    }

    private static void isExactly(long steps, long mantissa, int scale, String text) {
        assertThat(steps).as(text).isPositive().isLessThan(1L << 62);
        assertThat(BigDecimal.valueOf(steps).multiply(BigDecimal.valueOf(mantissa, scale)))
                .isEqualByComparingTo(new BigDecimal(text));
    }

    private static void isNamed(Fields item, long orderId, String clientOrderId) {
        if (orderId > 0) {
            assertThat(new BigDecimal(item.text("ordId"))).isEqualByComparingTo(BigDecimal.valueOf(orderId));
            assertThat(clientOrderId).isEmpty();
        } else {
            assertThat(clientOrderId)
                    .isEqualTo(item.text("clOrdId"))
                    .hasSizeBetween(1, 32)
                    .isASCII();
            assertThat(clientOrderId.getBytes(StandardCharsets.UTF_8)).hasSize(clientOrderId.length());
        }
    }

    private static Instruments instruments() {
        Instruments instruments = new Instruments();
        instruments.put(instrument(1, "BTC-USDT", 1, 1, 1, 5));
        instruments.put(instrument(2, "ETH-USDT", 5, 2, 25, 0));
        return instruments;
    }

    private static InstrumentView instrument(
            int id, String name, long tickMantissa, int tickScale, long lotMantissa, int lotScale) {
        return new InstrumentView(
                id,
                name,
                new CurrencyView(10 + id, name.substring(0, 3), 8, 1L << 60),
                new CurrencyView(2, "USDT", 6, 1L << 60),
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                2,
                1_000_000_000,
                1_000_000,
                1_000_000_000_000L,
                0,
                500_000,
                0,
                0,
                Phase.TRADING,
                Reopening.NONE,
                0);
    }
}
