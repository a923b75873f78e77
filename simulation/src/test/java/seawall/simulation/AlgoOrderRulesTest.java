package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.simulation.reference.ReferenceLimits;

/// §8 of the rules as tables: what the reference does is what the page says, worked out by hand.
final class AlgoOrderRulesTest {
    private ReferenceDesk desk = new ReferenceDesk();

    /// The reference price is 100. E sells and D buys one lot at a price, and so moves it there.
    private void trade(long priceTicks) {
        desk.on("order E side=SELL price=" + priceTicks + " lots=1\norder D side=BUY price=" + priceTicks + " lots=1");
    }

    private void then(String commands, String expected) {
        assertThat(desk.on(commands.strip())).isEqualTo(expected.strip());
    }

    @Test
    void a_stop_loss_sells_at_market_when_the_price_falls_to_its_trigger() {
        then("""
                order B side=BUY price=95 lots=1
                order B side=BUY price=90 lots=9
                algo A kind=CONDITIONAL side=SELL stopLoss=95 lots=3
                order C side=SELL price=95 lots=1
                """, """
                OrderAccepted 1 BUY LIMIT 95 1
                OrderAccepted 2 BUY LIMIT 90 9
                AlgoAccepted 1 CONDITIONAL SELL 3 0
                OrderAccepted 3 SELL LIMIT 95 1
                OrderFilled 3 1 95 1
                OrderClosed 1 FILLED 1
                OrderClosed 3 FILLED 1
                then
                AlgoTriggered 1 STOP_LOSS ACCEPTED 4
                OrderAccepted 4 SELL MARKET 0 3
                OrderFilled 4 2 90 3
                OrderClosed 4 FILLED 3
                """);
    }

    @Test
    void a_take_profit_places_its_priced_order_and_the_stop_loss_beside_it_is_gone() {
        then("""
                order B side=SELL price=110 lots=1
                algo A kind=OCO side=SELL takeProfit=110 takeProfitPrice=112 stopLoss=90 lots=3
                order C side=BUY price=110 lots=1
                cancelAlgo A algo=1
                """, """
                OrderAccepted 1 SELL LIMIT 110 1
                AlgoAccepted 1 OCO SELL 3 0
                OrderAccepted 2 BUY LIMIT 110 1
                OrderFilled 2 1 110 1
                OrderClosed 1 FILLED 1
                OrderClosed 2 FILLED 1
                then
                AlgoTriggered 1 TAKE_PROFIT ACCEPTED 3
                OrderAccepted 3 SELL LIMIT 112 3
                refused ALGO_UNKNOWN
                """);
    }

    @Test
    void a_trigger_at_the_reference_price_is_due_in_the_entry_that_placed_it() {
        then("algo A kind=TRIGGER side=BUY trigger=100 price=99 lots=2", """
                AlgoAccepted 1 TRIGGER BUY 2 0
                then
                AlgoTriggered 1 TRIGGER ACCEPTED 1
                OrderAccepted 1 BUY LIMIT 99 2
                """);
    }

    @Test
    void a_trigger_below_the_price_waits_for_a_fall_and_one_above_for_a_rise() {
        desk.on("algo A kind=TRIGGER side=BUY trigger=98 price=1 lots=1\n"
                + "algo A kind=TRIGGER side=BUY trigger=102 price=2 lots=1");
        trade(101);
        trade(99);
        then("""
                order E side=SELL price=97 lots=1
                order D side=BUY price=97 lots=1
                """, """
                OrderAccepted 5 SELL LIMIT 97 1
                OrderAccepted 6 BUY LIMIT 97 1
                OrderFilled 6 5 97 1
                OrderClosed 5 FILLED 1
                OrderClosed 6 FILLED 1
                then
                AlgoTriggered 1 TRIGGER ACCEPTED 7
                OrderAccepted 7 BUY LIMIT 1 1
                """);
    }

    @Test
    void the_first_price_of_an_entry_reaches_triggers_before_its_last_and_those_above_before_those_below() {
        desk.on("""
                algo A kind=TRIGGER side=BUY trigger=104 price=1 lots=1
                algo A kind=TRIGGER side=BUY trigger=102 price=2 lots=1
                algo A kind=TRIGGER side=BUY trigger=101 price=3 lots=1
                order B side=SELL price=102 lots=1
                order B side=SELL price=105 lots=1
                """.strip());
        then("order C side=BUY price=105 lots=2", """
                OrderAccepted 3 BUY LIMIT 105 2
                OrderFilled 3 1 102 1
                OrderClosed 1 FILLED 1
                OrderFilled 3 2 105 1
                OrderClosed 2 FILLED 1
                OrderClosed 3 FILLED 2
                then
                AlgoTriggered 3 TRIGGER ACCEPTED 4
                OrderAccepted 4 BUY LIMIT 3 1
                then
                AlgoTriggered 2 TRIGGER ACCEPTED 5
                OrderAccepted 5 BUY LIMIT 2 1
                then
                AlgoTriggered 1 TRIGGER ACCEPTED 6
                OrderAccepted 6 BUY LIMIT 1 1
                """);
    }

    @Test
    void a_trailing_stop_begins_at_its_activation_follows_the_price_up_and_sells_when_it_falls_by_its_distance() {
        desk.on("order B side=BUY price=50 lots=9\nalgo A kind=TRAILING side=SELL callback=3 activation=105 lots=2");
        trade(104);
        desk.on("order E side=SELL price=106 lots=1");
        then("order D side=BUY price=106 lots=1", """
                OrderAccepted 5 BUY LIMIT 106 1
                OrderFilled 5 4 106 1
                OrderClosed 4 FILLED 1
                OrderClosed 5 FILLED 1
                AlgoActivated 1 106
                """);
        trade(104);
        trade(108);
        trade(106);
        then("""
                order E side=SELL price=105 lots=1
                order D side=BUY price=105 lots=1
                """, """
                OrderAccepted 12 SELL LIMIT 105 1
                OrderAccepted 13 BUY LIMIT 105 1
                OrderFilled 13 12 105 1
                OrderClosed 12 FILLED 1
                OrderClosed 13 FILLED 1
                then
                AlgoTriggered 1 TRAILING ACCEPTED 14
                OrderAccepted 14 SELL MARKET 0 2
                OrderFilled 14 1 50 2
                OrderClosed 14 FILLED 2
                """);
    }

    @Test
    void a_trailing_stop_with_no_distance_is_due_in_the_second_step_of_the_trade_that_activates_it() {
        desk.on("order B side=BUY price=50 lots=9\n"
                + "algo A kind=TRAILING side=SELL callbackMillionths=1000 activation=105 lots=2\n"
                + "order E side=SELL price=105 lots=1");
        then("order D side=BUY price=105 lots=1", """
                OrderAccepted 3 BUY LIMIT 105 1
                OrderFilled 3 2 105 1
                OrderClosed 2 FILLED 1
                OrderClosed 3 FILLED 1
                AlgoActivated 1 105
                then
                AlgoTriggered 1 TRAILING ACCEPTED 4
                OrderAccepted 4 SELL MARKET 0 2
                OrderFilled 4 1 50 2
                OrderClosed 4 FILLED 2
                """);
    }

    @Test
    void what_protects_an_order_waits_from_its_fill_on_and_ends_with_it_otherwise() {
        then("""
                protected A side=BUY price=100 lots=4 takeProfit=110 stopLoss=95 stopLossPrice=94
                order B side=SELL price=100 lots=3
                order C side=SELL price=100 lots=1
                protected A side=BUY price=90 lots=4 takeProfit=110
                cancel A order=4
                """, """
                OrderAccepted 1 BUY LIMIT 100 4
                AlgoAccepted 1 OCO SELL 0 1
                OrderAccepted 2 SELL LIMIT 100 3
                OrderFilled 2 1 100 3
                OrderClosed 2 FILLED 3
                OrderAccepted 3 SELL LIMIT 100 1
                OrderFilled 3 1 100 1
                OrderClosed 1 FILLED 4
                AlgoArmed 1 4
                OrderClosed 3 FILLED 1
                OrderAccepted 4 BUY LIMIT 90 4
                AlgoAccepted 2 CONDITIONAL SELL 0 4
                OrderClosed 4 USER 0
                AlgoClosed 2 PARENT
                """);
        desk.on("order E side=SELL price=95 lots=1");
        then("order D side=BUY price=95 lots=1", """
                OrderAccepted 6 BUY LIMIT 95 1
                OrderFilled 6 5 95 1
                OrderClosed 5 FILLED 1
                OrderClosed 6 FILLED 1
                then
                AlgoTriggered 1 STOP_LOSS ACCEPTED 7
                OrderAccepted 7 SELL LIMIT 94 4
                """);
    }

    @Test
    void what_protects_a_taker_that_swept_through_its_trigger_is_due_in_the_entry_that_arms_it() {
        desk.on("order B side=BUY price=100 lots=1\norder B side=BUY price=94 lots=1");
        then("protected A side=SELL price=90 lots=2 takeProfit=85 stopLoss=91", """
                OrderAccepted 3 SELL LIMIT 90 2
                AlgoAccepted 1 OCO BUY 0 3
                OrderFilled 3 1 100 1
                OrderClosed 1 FILLED 1
                OrderFilled 3 2 94 1
                OrderClosed 2 FILLED 1
                OrderClosed 3 FILLED 2
                AlgoArmed 1 2
                then
                AlgoTriggered 1 STOP_LOSS NO_LIQUIDITY 0
                """);
    }

    @Test
    void an_algo_order_that_is_due_waits_for_trading_can_be_canceled_and_cannot_be_amended() {
        then("""
                phase AUCTION
                algo A kind=TRIGGER side=BUY trigger=100 price=99 lots=2
                algo A kind=TRIGGER side=BUY trigger=100 price=98 lots=2
                amendAlgo A algo=1 lots=3
                cancelAlgo A algo=1
                phase TRADING
                """, """
                PhaseChanged AUCTION
                AlgoAccepted 1 TRIGGER BUY 2 0
                AlgoAccepted 2 TRIGGER BUY 2 0
                refused AMEND_FORBIDDEN
                AlgoClosed 1 USER
                PhaseChanged TRADING
                then
                AlgoTriggered 2 TRIGGER ACCEPTED 1
                OrderAccepted 1 BUY LIMIT 98 2
                """);
    }

    @Test
    void what_a_call_leaves_of_the_follow_ups_is_due_at_once_by_the_timer() {
        desk = new ReferenceDesk(ReferenceJournal.TINY);
        desk.on("""
                phase AUCTION
                algo A kind=TRIGGER side=BUY trigger=100 price=1 lots=1
                algo B kind=TRIGGER side=BUY trigger=100 price=2 lots=1
                algo C kind=TRIGGER side=BUY trigger=100 price=3 lots=1
                """.strip());
        assertThat(desk.nextTimerNanos()).isEqualTo(-1);
        then("phase TRADING", """
                PhaseChanged TRADING
                then
                AlgoTriggered 1 TRIGGER ACCEPTED 1
                OrderAccepted 1 BUY LIMIT 1 1
                then
                AlgoTriggered 2 TRIGGER ACCEPTED 2
                OrderAccepted 2 BUY LIMIT 2 1
                """);
        assertThat(desk.nextTimerNanos()).isZero();
        then("time 5", """
                then
                AlgoTriggered 3 TRIGGER ACCEPTED 3
                OrderAccepted 3 BUY LIMIT 3 1
                """);
        assertThat(desk.nextTimerNanos()).isEqualTo(-1);
    }

    @Test
    void an_order_of_an_algo_order_is_refused_by_the_sizes_of_the_day_it_is_placed() {
        desk.on("algo A kind=TRIGGER side=BUY trigger=105 price=99 lots=2");
        then("sizes BTC min=3 maxLimit=10 maxMarket=10 maxQuote=10", "InstrumentChanged 3 10 10 10");
        desk.on("order E side=SELL price=105 lots=3");
        then("order D side=BUY price=105 lots=3", """
                OrderAccepted 2 BUY LIMIT 105 3
                OrderFilled 2 1 105 3
                OrderClosed 1 FILLED 3
                OrderClosed 2 FILLED 3
                then
                AlgoTriggered 1 TRIGGER QUANTITY_BELOW_MIN 0
                """);
    }

    @Test
    void an_amended_pair_that_loses_a_leg_is_a_conditional_order_and_never_gains_one() {
        then("""
                algo A kind=OCO side=SELL takeProfit=110 stopLoss=90 lots=3
                amendAlgo A algo=1 takeProfit=-1 stopLossPrice=89 lots=4
                amendAlgo A algo=1 takeProfit=120
                amendAlgo A algo=1 stopLoss=-1
                amendAlgo A algo=1 stopLossPrice=-1
                amendAlgo A algo=1 stopLoss=101
                amendAlgo A algo=1 stopLoss=101 cancelOnFail=YES
                amendAlgo A algo=1 lots=1
                """, """
                AlgoAccepted 1 OCO SELL 3 0
                AlgoAmended 1 CONDITIONAL 4 0 0 0 0 90 89
                refused ALGO_INVALID
                refused ALGO_INVALID
                AlgoAmended 1 CONDITIONAL 4 0 0 0 0 90 0
                refused TRIGGER_SIDE_INVALID 100
                refused TRIGGER_SIDE_INVALID 100
                AlgoClosed 1 USER
                refused ALGO_UNKNOWN
                """);
    }

    @Test
    void an_amended_trigger_chooses_its_side_anew_and_may_be_due_at_once() {
        then("""
                algo A kind=TRIGGER type=MARKET side=BUY trigger=105 lots=3
                amendAlgo A algo=1 price=7
                amendAlgo A algo=1 price=-1
                amendAlgo A algo=1 trigger=100
                """, """
                AlgoAccepted 1 TRIGGER BUY 3 0
                refused ALGO_INVALID
                AlgoAmended 1 TRIGGER 3 105 0 0 0 0 0
                AlgoAmended 1 TRIGGER 3 100 0 0 0 0 0
                then
                AlgoTriggered 1 TRIGGER NO_LIQUIDITY 0
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "algo Z kind=OCO type=IOC lots=0                                        | ACCOUNT_UNKNOWN",
                "algo A instrument=2 kind=OCO type=IOC lots=0                           | INSTRUMENT_UNKNOWN",
                "algo A kind=OCO type=IOC lots=0                                        | ORDER_TYPE_INVALID",
                "algo A kind=TRIGGER type=POST_ONLY lots=0                              | ORDER_TYPE_INVALID",
                "algo A kind=CONDITIONAL side=SELL unit=QUOTE stopLoss=95 lots=5        | ORDER_TYPE_INVALID",
                "algo A kind=CONDITIONAL unit=QUOTE stopLoss=105 stopLossPrice=9 lots=5 | ORDER_TYPE_INVALID",
                "algo A kind=TRIGGER type=FOK stp=CANCEL_BOTH lots=0                    | STP_FORBIDS_FOK",
                "algo A kind=CONDITIONAL takeProfit=95 stopLoss=105 lots=5              | ALGO_INVALID",
                "algo A kind=CONDITIONAL lots=5                                         | ALGO_INVALID",
                "algo A kind=CONDITIONAL takeProfit=95 stopLossPrice=105 lots=5         | ALGO_INVALID",
                "algo A kind=OCO takeProfit=95 lots=5                                   | ALGO_INVALID",
                "algo A kind=OCO takeProfit=95 stopLoss=105 activation=100 lots=5       | ALGO_INVALID",
                "algo A kind=TRIGGER trigger=95 lots=5                                  | ALGO_INVALID",
                "algo A kind=TRIGGER type=MARKET trigger=95 price=5 lots=5              | ALGO_INVALID",
                "algo A kind=TRAILING lots=5                                            | ALGO_INVALID",
                "algo A kind=TRAILING callback=1 callbackMillionths=1000 lots=5         | ALGO_INVALID",
                "algo A kind=TRAILING callback=1 price=1 lots=5                         | ALGO_INVALID",
                "algo A kind=TRAILING callback=-1 lots=0                                | PRICE_INVALID",
                "algo A kind=CONDITIONAL takeProfit=-1 lots=0                           | PRICE_INVALID",
                "algo A kind=CONDITIONAL takeProfit=1099511627777 lots=0                | PRICE_INVALID",
                "algo A kind=TRAILING callbackMillionths=999 lots=0                     | RATE_INVALID",
                "algo A kind=TRAILING callbackMillionths=-1 lots=0                      | RATE_INVALID",
                "algo A kind=TRAILING callbackMillionths=1000000 lots=0                 | RATE_INVALID",
                "algo A kind=TRAILING callback=1 lots=0                                 | QUANTITY_INVALID",
                "algo A kind=TRAILING callback=1 lots=501                               | QUANTITY_ABOVE_MAX",
                "algo A kind=TRIGGER trigger=95 price=5 lots=1001                       | QUANTITY_ABOVE_MAX",
                "algo A kind=OCO takeProfit=95 takeProfitPrice=5 stopLoss=105 lots=501  | QUANTITY_ABOVE_MAX",
                "algo A kind=CONDITIONAL unit=QUOTE stopLoss=105 lots=100001            | VALUE_ABOVE_MAX",
                "algo A kind=OCO takeProfit=105 stopLoss=95 lots=5                      | TRIGGER_SIDE_INVALID 100",
                "algo A kind=OCO side=SELL takeProfit=105 stopLoss=100 lots=5           | TRIGGER_SIDE_INVALID 100",
                "protected A type=MARKET lots=5                                         | ALGO_INVALID",
                "protected A type=MARKET takeProfit=105 lots=0                          | ORDER_TYPE_INVALID",
                "protected A side=SELL type=MARKET unit=QUOTE takeProfit=95 lots=0      | ORDER_TYPE_INVALID",
                "protected A price=0 takeProfit=-1 lots=0                               | PRICE_INVALID",
                "protected A price=100 takeProfit=-1 lots=0                             | PRICE_INVALID",
                "protected A price=100 takeProfit=105 lots=0                            | QUANTITY_INVALID",
                "protected A price=100 takeProfit=100 lots=5                            | TRIGGER_SIDE_INVALID 100",
                "protected A price=110 takeProfit=105 lots=5                            | TRIGGER_SIDE_INVALID 110",
                "protected A type=MARKET unit=QUOTE stopLoss=100 lots=5                 | TRIGGER_SIDE_INVALID 100",
                "protected A side=SELL price=90 takeProfit=89 stopLoss=90 lots=5        | TRIGGER_SIDE_INVALID 90"
            })
    void an_algo_order_with_faults_is_refused_for_the_first_that_the_rules_name(String command, String refusal) {
        then(command, "refused " + refusal);
    }

    @Test
    void nothing_is_placed_in_phases_that_forbid_it_and_everything_is_canceled_in_them() {
        then("""
                algo A kind=CONDITIONAL side=SELL stopLoss=95 lots=3
                phase CANCEL_ONLY
                algo A kind=CONDITIONAL side=SELL stopLoss=95 lots=3
                amendAlgo A algo=1 lots=4
                phase HALTED
                amendAlgo A algo=1 lots=4
                cancelAlgo A algo=1
                """, """
                AlgoAccepted 1 CONDITIONAL SELL 3 0
                PhaseChanged CANCEL_ONLY
                refused PHASE_FORBIDS
                refused AMEND_FORBIDDEN
                PhaseChanged HALTED
                refused AMEND_FORBIDDEN
                AlgoClosed 1 USER
                """);
    }

    @Test
    void an_account_has_only_so_many_algo_orders_of_a_kind_and_so_has_the_exchange() {
        var limits = new ReferenceLimits(5, 12, 12, 12, 60, 50, 120, 40, 25, 10, 20, 60, 20, 4, 4, 2, 1, 1, 8, 3);
        desk = new ReferenceDesk(limits);
        then("""
                algo A kind=OCO side=SELL takeProfit=110 stopLoss=90 lots=3 client=one
                algo A kind=TRIGGER trigger=95 price=5 lots=1 client=one
                protected A side=BUY price=50 takeProfit=110 lots=1 client=one
                protected A side=BUY price=50 takeProfit=110 lots=1
                protected A side=BUY price=50 takeProfit=110 lots=1
                algo A kind=CONDITIONAL side=SELL stopLoss=95 lots=3
                algo A kind=TRIGGER trigger=95 price=5 lots=1
                algo A kind=TRIGGER trigger=95 price=5 lots=1
                algo A kind=TRAILING callback=1 lots=1
                algo A kind=TRAILING callback=1 lots=1
                algo B kind=TRAILING callback=1 lots=1
                """, """
                AlgoAccepted 1 OCO SELL 3 0
                refused ALGO_CLIENT_ID_EXISTS
                refused ALGO_CLIENT_ID_EXISTS
                OrderAccepted 1 BUY LIMIT 50 1
                AlgoAccepted 2 CONDITIONAL SELL 0 1
                refused ALGOS_MAX_INSTRUMENT
                refused ALGOS_MAX_INSTRUMENT
                AlgoAccepted 3 TRIGGER BUY 1 0
                refused ALGOS_MAX_INSTRUMENT
                AlgoAccepted 4 TRAILING BUY 1 0
                refused ALGOS_MAX_INSTRUMENT
                refused ALGOS_MAX
                """);
    }
}
