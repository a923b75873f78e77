package seawall.engine;

import org.junit.jupiter.api.Test;

/// Sections 2 and 4: what each phase of an instrument admits.
class PhasesTest extends TableTest {
    @Test
    void the_post_only_phase_admits_post_only_orders() {
        given("phase POST_ONLY");
        refused("""
                buy A 100 x 1                                     -> PHASE_FORBIDS
                buy A 100 x 1 IOC                                 -> PHASE_FORBIDS
                buy A 100 x 1 FOK                                 -> PHASE_FORBIDS
                buy A 0 x 1 MARKET                                -> PHASE_FORBIDS
                buy A 0 x 1 OPTIMAL_LIMIT_IOC                     -> PHASE_FORBIDS
                """);
        when("buy A 100 x 1 POST_ONLY");
        thenOrders("""
                accepted #1 A BUY POST_ONLY 100x1
                """);
    }

    @Test
    void the_cancel_only_phase_and_a_halt_admit_no_order_and_no_amendment() {
        given("""
                buy A 100 x 2
                phase CANCEL_ONLY
                """);
        refused("""
                buy A 100 x 1                                     -> PHASE_FORBIDS
                buy A 100 x 1 POST_ONLY                           -> PHASE_FORBIDS
                amend A #1 quantity=1                             -> AMEND_FORBIDDEN
                phase HALTED
                buy A 100 x 1                                     -> PHASE_FORBIDS
                buy A 100 x 1 POST_ONLY                           -> PHASE_FORBIDS
                amend A #1 quantity=1                             -> AMEND_FORBIDDEN
                """);
    }

    @Test
    void resting_orders_stay_through_a_halt_and_trade_afterwards() {
        given("buy A 100 x 1");
        when("""
                phase HALTED
                phase TRADING
                sell B 100 x 1
                """);
        thenOrders("""
                phase HALTED
                phase TRADING
                accepted #2 B SELL LIMIT 100x1
                fill t1 SELL #2 meets #1 100x1 =10/100
                closed #1 FILLED 1
                closed #2 FILLED 1
                """);
    }

    @Test
    void one_command_moves_every_instrument_and_reports_only_those_that_moved() {
        given("""
                list name=TWO base=BTC quote=USD phase=HALTED
                list name=THREE base=BTC quote=USD
                """);
        when("""
                phase HALTED on=0
                phase HALTED on=0
                phase TRADING on=2
                """);
        then("""
                phase HALTED
                phase HALTED on=3
                done
                phase TRADING on=2
                """);
    }
}
