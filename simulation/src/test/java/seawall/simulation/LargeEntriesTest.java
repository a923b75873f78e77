package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.wire.codec.AmendOrderEncoder;
import seawall.wire.codec.CancelAllAfterEncoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MassCancelEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PlaceOrderEncoder;
import seawall.wire.codec.ScheduleReopeningEncoder;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// The largest entries that each limit allows: engine, reference and audit agree on them though no message holds one.
final class LargeEntriesTest {
    private static final long TIME_NANOS = 1_600_000_000_000_000_000L;
    private static final int TAKER = 1000;
    private static final int FIRST_MAKER = 1001;
    private static final long FIRST_ORDER_ID = 100_000_000_000_000_001L;

    private final Limits limits = Limits.laptop();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private Agreement agreement = agreement(limits);
    private long streamSequence;

    @Test
    void a_mass_cancel_of_all_orders_that_an_account_may_have_travels_in_parts() {
        fillAccount();

        var massCancel = new MassCancelEncoder().wrapAndApplyHeader(buffer, 0, header);
        massCancel.accountId(TAKER).instrumentId(0);
        apply(massCancel.encodedLength());

        assertOneEntryInParts(5);
    }

    @Test
    void a_timer_that_cancels_all_orders_that_an_account_may_have_travels_in_parts() {
        fillAccount();
        var timer = new CancelAllAfterEncoder().wrapAndApplyHeader(buffer, 0, header);
        timer.accountId(TAKER).timeoutNanos(Limits.TIMEOUT_NANOS_MIN).tag("");
        apply(timer.encodedLength());

        assertThat(agreement.fireTimers(TIME_NANOS + Limits.TIMEOUT_NANOS_MIN)).isEmpty();

        assertOneEntryInParts(5);
    }

    @Test
    void a_taker_that_meets_all_makers_that_it_may_travels_in_parts() {
        setUp(1, limits.makersPerTakerMax() + 1);
        for (int maker = 0; maker <= limits.makersPerTakerMax(); maker++) {
            place(FIRST_MAKER + maker, 1, Side.SELL, OrderType.LIMIT, 1_000 + maker, 1);
        }

        place(TAKER, 1, Side.BUY, OrderType.LIMIT, 5_000, 5_000);

        assertOneEntryInParts(14);
    }

    @Test
    void an_amended_order_that_meets_all_makers_that_it_may_travels_in_parts() {
        setUp(1, limits.makersPerTakerMax() + 1);
        place(TAKER, 1, Side.BUY, OrderType.LIMIT, 1, 5_000);
        for (int maker = 0; maker <= limits.makersPerTakerMax(); maker++) {
            place(FIRST_MAKER + maker, 1, Side.SELL, OrderType.LIMIT, 1_000 + maker, 1);
        }

        var amend = new AmendOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        amend.accountId(TAKER)
                .instrumentId(1)
                .orderId(FIRST_ORDER_ID)
                .newPriceTicks(5_000)
                .newQuantityLots(0)
                .cancelOnFail(Flag.NO)
                .clampPrice(Flag.NO)
                .clientOrderId("")
                .requestId("");
        apply(amend.encodedLength());

        assertOneEntryInParts(14);
    }

    @Test
    void a_taker_that_cancels_its_own_orders_between_those_of_others_travels_in_parts() {
        setUp(1, limits.ordersPerInstrumentMax());
        for (int maker = 0; maker < limits.ordersPerInstrumentMax() - 1; maker++) {
            place(TAKER, 1, Side.SELL, OrderType.LIMIT, 1_000 + 2 * maker, 1);
            place(FIRST_MAKER + maker, 1, Side.SELL, OrderType.LIMIT, 1_001 + 2 * maker, 1);
        }

        place(TAKER, 1, Side.BUY, OrderType.IOC, 5_000, 5_000);

        assertOneEntryInParts(8);
    }

    @Test
    void an_uncrossing_of_all_pairs_that_a_follow_up_may_have_travels_in_parts() {
        int pairs = limits.makersPerTakerMax() / 2;
        setUp(1, 2 * pairs);
        setPhase(1, Phase.AUCTION);
        for (int pair = 0; pair < pairs; pair++) {
            place(FIRST_MAKER + 2 * pair, 1, Side.SELL, OrderType.LIMIT, 1_000 + pair, 1);
            place(FIRST_MAKER + 2 * pair + 1, 1, Side.BUY, OrderType.LIMIT, 5_000 + pair, 1);
        }

        setPhase(1, Phase.TRADING);

        assertOneEntryInParts(8);
    }

    @Test
    void a_reopening_of_the_most_instruments_that_an_exchange_can_have_travels_in_parts() {
        setUpMostInstruments();

        var reopening = new ScheduleReopeningEncoder().wrapAndApplyHeader(buffer, 0, header);
        reopening.instrumentId(0).cancelOnlyNanos(1).auctionNanos(1).postOnlyNanos(1);
        apply(reopening.encodedLength());

        assertOneEntryInParts(3);
    }

    @Test
    void a_phase_of_the_most_instruments_that_an_exchange_can_have_still_fits_one_part() {
        setUpMostInstruments();

        setPhase(0, Phase.HALTED);

        assertThat(agreement.coverage().multiPartEntries()).isZero();
    }

    /// Without the engine's own invariants: to count a thousand accounts after each of thousands of commands shows no
    /// more
    /// than the audit.
    private static Agreement agreement(Limits limits) {
        return new Agreement("large entries", limits, EngineReplica::new, entry -> entry);
    }

    private void assertOneEntryInParts(int partsMin) {
        System.out.println("large entries: " + agreement.coverage().partsMost() + " parts");
        assertThat(agreement.coverage().multiPartEntries())
                .as("entries in parts")
                .isEqualTo(1);
        assertThat(agreement.coverage().partsMost()).as("parts").isGreaterThanOrEqualTo(partsMin);
    }

    /// As many orders of one account as it may have, each at its own price.
    private void fillAccount() {
        int instruments = limits.ordersPerAccountMax() / limits.ordersPerInstrumentMax();
        setUp(instruments, 1);
        for (int instrument = 1; instrument <= instruments; instrument++) {
            for (int order = 0; order < limits.ordersPerInstrumentMax(); order++) {
                place(TAKER, instrument, Side.BUY, OrderType.LIMIT, 1 + order, 1);
            }
        }
    }

    private void setUpMostInstruments() {
        int instruments = 1 << 12;
        agreement = agreement(new Limits(16, 4, 4, 4, 4, 4, 4, instruments, 2, 2, 4, 4, 4, 2, 8, 4, 4, 4, 4, 2));
        setUp(instruments, 1);
    }

    private void setPhase(int instrumentId, Phase phase) {
        var setPhase = new SetPhaseEncoder().wrapAndApplyHeader(buffer, 0, header);
        setPhase.instrumentId(instrumentId).phase(phase);
        apply(setPhase.encodedLength());
    }

    private void setUp(int instruments, int makers) {
        var open = new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, header);
        apply(open.encodedLength());
        for (String code : new String[] {"BTC", "USD"}) {
            var currency = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
            currency.code(code).scale((short) 0).balanceAtomsMax(1L << 62);
            apply(currency.encodedLength());
        }
        for (int instrument = 1; instrument <= instruments; instrument++) {
            var list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
            list.name("I" + instrument).baseCurrency("BTC").quoteCurrency("USD");
            list.tickMantissa(1).tickScale((short) 0).lotMantissa(1).lotScale((short) 0);
            list.minLots(1).maxLimitLots(1L << 40).maxMarketLots(1L << 40).maxMarketQuoteAtoms(1L << 40);
            list.bandMillionths(0).referencePriceTicks(0).phase(Phase.TRADING);
            apply(list.encodedLength());
        }
        for (int account = 0; account <= makers; account++) {
            // Both sides pay, so that a fill has all of its postings.
            var create = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
            create.name("account" + account).makerFeeMillionths(1_000).takerFeeMillionths(2_000);
            apply(create.encodedLength());
            for (int currency = 1; currency <= 2; currency++) {
                var deposit = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
                deposit.accountId(TAKER + account)
                        .wallet(Wallet.TRADING)
                        .currencyId(currency)
                        .amountAtoms(1L << 40)
                        .clientId("c" + currency);
                apply(deposit.encodedLength());
            }
        }
    }

    private void place(int accountId, int instrumentId, Side side, OrderType type, long priceTicks, long lots) {
        var place = new PlaceOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        place.accountId(accountId)
                .instrumentId(instrumentId)
                .side(side)
                .orderType(type)
                .sizeUnit(SizeUnit.BASE)
                .stp(SelfTradePrevention.CANCEL_MAKER)
                .banAmend(Flag.NO)
                .clampPrice(Flag.NO)
                .priceTicks(priceTicks)
                .quantity(lots)
                .clientOrderId("")
                .tag("");
        apply(place.encodedLength());
    }

    private void apply(int blockLength) {
        new CommandHeaderEncoder()
                .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .streamSequence(streamSequence++)
                .correlationId(0)
                .incarnation(1)
                .deadlineNanos(0)
                .gatewayId(1);
        byte[] command = new byte[MessageHeaderEncoder.ENCODED_LENGTH + blockLength];
        buffer.getBytes(0, command);
        assertThat(agreement.apply(TIME_NANOS, command)).isEmpty();
    }
}
