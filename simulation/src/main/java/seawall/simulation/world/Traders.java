package seawall.simulation.world;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.Views;
import seawall.wire.codec.AlgoKind;
import seawall.wire.codec.AmendAlgoEncoder;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAlgoEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CancelOrderEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.CreateSubAccountEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceAlgoEncoder;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.PlaceProtectedOrderEncoder;
import seawall.wire.codec.ScheduleReopeningEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetTransferOutEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.TransferBetweenAccountsEncoder;
import seawall.wire.codec.TransferEncoder;
import seawall.wire.codec.Wallet;

/// Commands that people who look at a gateway's views would send: first everything that trading needs, then orders near
/// the middle, amendments, cancels, transfers, dead-man timers, algo orders, and now and then an auction. The last
/// account is a sub-account of the first.
final class Traders {
    static final int ACCOUNTS = 6;
    private static final int INSTRUMENTS = 2;
    private static final int FIRST_ACCOUNT = Views.FIRST_USER_ACCOUNT_ID;
    private static final int SUB_ACCOUNT = FIRST_ACCOUNT + ACCOUNTS - 1;
    private static final int SET_UP_COMMANDS = 3 + INSTRUMENTS + 4 * ACCOUNTS;
    private static final long MIDDLE_TICKS = 1_000;

    private final Chance chance;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int setUp;

    Traders(Chance chance) {
        this.chance = chance;
    }

    /// True until every command of the set-up was made.
    boolean isSettingUp() {
        return setUp < SET_UP_COMMANDS;
    }

    static boolean canTrade(Views views) {
        return views.account(FIRST_ACCOUNT + ACCOUNTS - 1) != null
                && views.instruments().size() == INSTRUMENTS
                && !views.balances(FIRST_ACCOUNT + ACCOUNTS - 1, Wallet.TRADING).isEmpty();
    }

    /// The next command of the set-up.
    byte[] nextOfSetUp(long correlationId) {
        int at = setUp++;
        if (at < 3) {
            return currency(correlationId, List.of("USDT", "BTC", "ETH").get(at));
        }
        if (at < 3 + INSTRUMENTS) {
            return instrument(correlationId, List.of("BTC", "ETH").get(at - 3));
        }
        int money = at - 3 - INSTRUMENTS;
        int account = FIRST_ACCOUNT + money / 4;
        if (money % 4 == 0 && account == SUB_ACCOUNT) {
            return subAccount(correlationId, "sub");
        }
        return money % 4 == 0
                ? account(correlationId, "account" + money / 4)
                : deposit(correlationId, account, money % 4, "deposit" + money);
    }

    /// What somebody at this gateway wants next.
    ///
    /// @param deadlineNanos by the clock of the log; 0 = never
    byte[] next(long correlationId, long deadlineNanos, Views views) {
        int account = FIRST_ACCOUNT + chance.below(ACCOUNTS);
        int instrument = 1 + chance.below(INSTRUMENTS);
        int what = chance.below(100);
        if (what < 25) {
            List<OrderView> open =
                    views.openOrders(account, Long.MAX_VALUE, 0, 8, order -> order.instrumentId() == instrument);
            if (!open.isEmpty()) {
                OrderView order = chance.of(open);
                return what < 15
                        ? cancel(correlationId, deadlineNanos, order)
                        : amend(correlationId, deadlineNanos, order);
            }
        }
        if (what == 25) {
            return massCancel(correlationId, deadlineNanos, account, instrument);
        }
        if (what == 26) {
            return cancelAllAfter(correlationId, deadlineNanos, account);
        }
        if (what < 30) {
            if (account == SUB_ACCOUNT || account == FIRST_ACCOUNT) {
                return chance.oneIn(4)
                        ? setTransferOut(correlationId, deadlineNanos)
                        : transferBetween(correlationId, deadlineNanos, account);
            }
            return transfer(correlationId, deadlineNanos, account);
        }
        if (what < 35) {
            return algo(correlationId, deadlineNanos, account, instrument);
        }
        if (what < 37) {
            return protectedOrder(correlationId, deadlineNanos, account, instrument);
        }
        if (what == 37) {
            List<AlgoView> waiting = views.openAlgos(account, Long.MAX_VALUE, 0, 8, any -> true);
            if (!waiting.isEmpty()) {
                AlgoView algo = chance.of(waiting);
                return chance.oneIn(2)
                        ? cancel(correlationId, deadlineNanos, algo)
                        : amend(correlationId, deadlineNanos, algo);
            }
        }
        if (what == 38 && chance.oneIn(4)) {
            return reopening(correlationId, deadlineNanos, instrument);
        }
        return place(correlationId, deadlineNanos, account, instrument);
    }

    private byte[] currency(long correlationId, String code) {
        var command = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, 0);
        command.code(code).scale((short) 8).balanceAtomsMax(1L << 60);
        return bytes(command.encodedLength());
    }

    private byte[] instrument(long correlationId, String base) {
        var command = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, 0);
        command.name(base + "-USDT")
                .baseCurrency(base)
                .quoteCurrency("USDT")
                .tickMantissa(1)
                .tickScale((short) 3)
                .lotMantissa(3)
                .lotScale((short) 6)
                .minLots(1)
                .maxLimitLots(10_000)
                .maxMarketLots(10_000)
                .maxMarketQuoteAtoms(1L << 50)
                .bandMillionths(base.equals("BTC") ? 100_000 : 0)
                .referencePriceTicks(MIDDLE_TICKS)
                .phase(Phase.TRADING);
        return bytes(command.encodedLength());
    }

    private byte[] account(long correlationId, String name) {
        var command = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, 0);
        command.name(name).makerFeeMillionths(chance.oneIn(3) ? -100 : 800).takerFeeMillionths(1_000);
        return bytes(command.encodedLength());
    }

    private byte[] subAccount(long correlationId, String name) {
        var command = new CreateSubAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, 0);
        command.accountId(FIRST_ACCOUNT).name(name).putLabel(new byte[0], 0, 0);
        return bytes(command.encodedLength());
    }

    private byte[] deposit(long correlationId, int accountId, int currencyId, String clientId) {
        var command = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, 0);
        command.accountId(accountId)
                .wallet(Wallet.TRADING)
                .currencyId(currencyId)
                .amountAtoms(1_000_000_000)
                .clientId(clientId);
        return bytes(command.encodedLength());
    }

    private byte[] place(long correlationId, long deadlineNanos, int accountId, int instrumentId) {
        OrderType type = chance.of(List.of(
                OrderType.LIMIT,
                OrderType.LIMIT,
                OrderType.LIMIT,
                OrderType.POST_ONLY,
                OrderType.IOC,
                OrderType.FOK,
                OrderType.MARKET));
        boolean isMarket = type == OrderType.MARKET;
        Side side = chance.oneIn(2) ? Side.BUY : Side.SELL;
        var command = new PlaceOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .instrumentId(instrumentId)
                .side(side)
                .orderType(type)
                .sizeUnit(SizeUnit.BASE)
                .stp(chance.of(List.of(
                        SelfTradePrevention.CANCEL_MAKER,
                        SelfTradePrevention.CANCEL_TAKER,
                        SelfTradePrevention.CANCEL_MAKER)))
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(isMarket ? 0 : MIDDLE_TICKS + chance.between(-20, 20))
                .quantity(chance.between(1, 500))
                .clientOrderId(chance.oneIn(3) ? "c" + chance.below(50) : "")
                .tag("");
        return bytes(command.encodedLength());
    }

    /// One of any kind near the price, so that most of them come to place an order.
    private byte[] algo(long correlationId, long deadlineNanos, int accountId, int instrumentId) {
        AlgoKind kind = chance.of(List.of(AlgoKind.TRIGGER, AlgoKind.TRAILING, AlgoKind.CONDITIONAL, AlgoKind.OCO));
        boolean triggers = kind == AlgoKind.TRIGGER;
        boolean trails = kind == AlgoKind.TRAILING;
        boolean isOco = kind == AlgoKind.OCO;
        boolean takesProfit = isOco || (kind == AlgoKind.CONDITIONAL && chance.oneIn(2));
        boolean stopsLoss = isOco || (kind == AlgoKind.CONDITIONAL && !takesProfit);
        boolean isMarket = chance.oneIn(2);
        Side side = chance.oneIn(2) ? Side.BUY : Side.SELL;
        long trigger = MIDDLE_TICKS + chance.between(-15, 15);
        long takeProfit = takesProfit ? takeProfitTicks(side) : 0;
        long stopLoss = stopsLoss ? stopLossTicks(side) : 0;
        var command = new PlaceAlgoEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .instrumentId(instrumentId)
                .kind(kind)
                .side(side)
                .orderType(triggers && isMarket ? OrderType.MARKET : OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .quantity(chance.between(1, 200))
                .triggerTicks(triggers ? trigger : 0)
                .priceTicks(triggers && !isMarket ? trigger : 0)
                .takeProfitTriggerTicks(takeProfit)
                .takeProfitPriceTicks(isMarket ? 0 : takeProfit)
                .stopLossTriggerTicks(stopLoss)
                .stopLossPriceTicks(isMarket ? 0 : stopLoss)
                .callbackMillionths(0)
                .callbackTicks(trails ? chance.between(1, 8) : 0)
                .activationTicks(0)
                .clientAlgoId("")
                .tag("");
        return bytes(command.encodedLength());
    }

    /// Who sells takes profit above the price.
    private long takeProfitTicks(Side side) {
        long distance = chance.between(1, 15);
        return MIDDLE_TICKS + (side == Side.SELL ? distance : -distance);
    }

    private long stopLossTicks(Side side) {
        long distance = chance.between(1, 15);
        return MIDDLE_TICKS - (side == Side.SELL ? distance : -distance);
    }

    /// A limit order that closes itself again at a profit or a loss.
    private byte[] protectedOrder(long correlationId, long deadlineNanos, int accountId, int instrumentId) {
        Side side = chance.oneIn(2) ? Side.BUY : Side.SELL;
        Side closing = side == Side.BUY ? Side.SELL : Side.BUY;
        var command = new PlaceProtectedOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .instrumentId(instrumentId)
                .side(side)
                .orderType(OrderType.LIMIT)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(MIDDLE_TICKS + chance.between(-2, 2))
                .quantity(chance.between(1, 200))
                .takeProfitTriggerTicks(takeProfitTicks(closing) + (closing == Side.SELL ? 2 : -2))
                .takeProfitPriceTicks(0)
                .stopLossTriggerTicks(stopLossTicks(closing) + (closing == Side.SELL ? -2 : 2))
                .stopLossPriceTicks(0)
                .clientOrderId("")
                .clientAlgoId("")
                .tag("");
        return bytes(command.encodedLength());
    }

    private byte[] cancel(long correlationId, long deadlineNanos, AlgoView algo) {
        var command = new CancelAlgoEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(algo.accountId())
                .instrumentId(algo.instrumentId())
                .algoId(algo.algoId())
                .clientAlgoId("");
        return bytes(command.encodedLength());
    }

    private byte[] amend(long correlationId, long deadlineNanos, AlgoView algo) {
        var command = new AmendAlgoEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(algo.accountId())
                .instrumentId(algo.instrumentId())
                .algoId(algo.algoId())
                .newQuantity(chance.between(1, 200))
                .newTriggerTicks(0)
                .newPriceTicks(0)
                .newTakeProfitTriggerTicks(0)
                .newTakeProfitPriceTicks(0)
                .newStopLossTriggerTicks(0)
                .newStopLossPriceTicks(0)
                .cancelOnFail(Flag.NO)
                .clientAlgoId("")
                .requestId("");
        return bytes(command.encodedLength());
    }

    /// Two seconds without matching, an auction in the second of them, and its uncrossing.
    private byte[] reopening(long correlationId, long deadlineNanos, int instrumentId) {
        var command = new ScheduleReopeningEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.instrumentId(instrumentId)
                .cancelOnlyNanos(1_000_000_000)
                .auctionNanos(1_000_000_000)
                .postOnlyNanos(0);
        return bytes(command.encodedLength());
    }

    private byte[] cancel(long correlationId, long deadlineNanos, OrderView order) {
        var command = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(order.accountId())
                .instrumentId(order.instrumentId())
                .orderId(order.orderId())
                .clientOrderId("");
        return bytes(command.encodedLength());
    }

    private byte[] amend(long correlationId, long deadlineNanos, OrderView order) {
        var command = new AmendOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(order.accountId())
                .instrumentId(order.instrumentId())
                .orderId(order.orderId())
                .newPriceTicks(chance.oneIn(2) ? 0 : MIDDLE_TICKS + chance.between(-20, 20))
                .newQuantityLots(chance.between(1, 500))
                .cancelOnFail(chance.oneIn(4) ? Flag.YES : Flag.NO)
                .clampPrice(Flag.NO)
                .clientOrderId("")
                .requestId("");
        return bytes(command.encodedLength());
    }

    private byte[] massCancel(long correlationId, long deadlineNanos, int accountId, int instrumentId) {
        var command = new MassCancelEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId).instrumentId(instrumentId);
        return bytes(command.encodedLength());
    }

    private byte[] cancelAllAfter(long correlationId, long deadlineNanos, int accountId) {
        var command = new CancelAllAfterEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .timeoutNanos(chance.oneIn(4) ? 0 : 10_000_000_000L)
                .tag("");
        return bytes(command.encodedLength());
    }

    private byte[] transfer(long correlationId, long deadlineNanos, int accountId) {
        boolean out = chance.oneIn(2);
        var command = new TransferEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .currencyId(1 + chance.below(3))
                .amountAtoms(chance.between(1, 1_000_000))
                .from(out ? Wallet.TRADING : Wallet.FUNDING)
                .to(out ? Wallet.FUNDING : Wallet.TRADING)
                .clientId("");
        return bytes(command.encodedLength());
    }

    private byte[] setTransferOut(long correlationId, long deadlineNanos) {
        var command = new SetTransferOutEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(FIRST_ACCOUNT).subAccountId(SUB_ACCOUNT).canTransferOut(chance.oneIn(2) ? Flag.YES : Flag.NO);
        return bytes(command.encodedLength());
    }

    /// The sub-account may be asked for what only its main account may do.
    private byte[] transferBetween(long correlationId, long deadlineNanos, int accountId) {
        boolean up = chance.oneIn(2);
        var command = new TransferBetweenAccountsEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(command.header(), correlationId, deadlineNanos);
        command.accountId(accountId)
                .fromAccountId(up ? SUB_ACCOUNT : FIRST_ACCOUNT)
                .toAccountId(up ? FIRST_ACCOUNT : SUB_ACCOUNT)
                .currencyId(1 + chance.below(3))
                .amountAtoms(chance.between(1, 1_000_000))
                .from(Wallet.TRADING)
                .to(chance.oneIn(2) ? Wallet.TRADING : Wallet.FUNDING)
                .clientId("");
        return bytes(command.encodedLength());
    }

    private static void fill(CommandHeaderEncoder command, long correlationId, long deadlineNanos) {
        command.streamSequence(0)
                .correlationId(correlationId)
                .incarnation(0)
                .deadlineNanos(deadlineNanos)
                .gatewayId(0);
    }

    private byte[] bytes(int encodedLength) {
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
