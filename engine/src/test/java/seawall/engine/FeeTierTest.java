package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 2: rates that accounts share, and sizes of orders that change.
class FeeTierTest extends TableTest {
    @Test
    void an_account_in_a_tier_pays_the_rates_of_the_tier_as_they_are_at_each_fill() {
        given("sell B 100 x 30");
        when("""
                tier 1 0 100000
                tier-of A 1
                buy A 100 x 10
                tier 1 0 200000
                buy A 100 x 10
                fees A 0 50000
                tier 1 0 300000
                buy A 100 x 10
                """);
        thenOrders("""
                tier 1 0 100000
                tier-of A 1
                accepted #2 A BUY LIMIT 100x10
                fill t1 BUY #2 meets #1 100x10 =100/1000 fees 10 0
                closed #2 FILLED 10
                tier 1 0 200000
                accepted #3 A BUY LIMIT 100x10
                fill t2 BUY #3 meets #1 100x10 =100/1000 fees 20 0
                closed #3 FILLED 10
                fees A 0 50000
                tier 1 0 300000
                accepted #4 A BUY LIMIT 100x10
                fill t3 BUY #4 meets #1 100x10 =100/1000 fees 5 0
                closed #1 FILLED 30
                closed #4 FILLED 10
                """);
    }

    @Test
    void an_account_moves_from_tier_to_tier() {
        given("""
                tier 1 0 100000
                tier 2 0 200000
                tier-of A 1
                tier-of A 2
                tier 1 0 0
                sell B 100 x 10
                """);
        when("buy A 100 x 10");
        thenOrders("""
                accepted #2 A BUY LIMIT 100x10
                fill t1 BUY #2 meets #1 100x10 =100/1000 fees 20 0
                closed #1 FILLED 10
                closed #2 FILLED 10
                """);
    }

    @Test
    void tiers_and_their_rates_have_bounds() {
        refused("""
                tier 0 0 -1                                       -> LIMIT_REACHED
                tier 3 0 -1                                       -> LIMIT_REACHED
                tier -1 0 0                                       -> LIMIT_REACHED
                tier 1 0 -1                                       -> RATE_INVALID
                tier 1 -1000000 1000000                           -> RATE_INVALID
                tier 1 1000001 0                                  -> RATE_INVALID
                tier 1 0 1000001                                  -> RATE_INVALID
                tier 1 -2 1                                       -> RATE_INVALID
                tier-of Z 1                                       -> ACCOUNT_UNKNOWN
                tier-of fee-account 1                             -> ACCOUNT_UNKNOWN
                tier-of A 1                                       -> FEE_TIER_UNKNOWN
                tier-of A 0                                       -> FEE_TIER_UNKNOWN
                tier-of A -1                                      -> FEE_TIER_UNKNOWN
                tier-of A 3                                       -> FEE_TIER_UNKNOWN
                """);
        when("""
                tier 2 -2 2
                tier-of A 2
                """);
        then("""
                tier 2 -2 2
                tier-of A 2
                """);
    }

    @Test
    void the_sizes_of_new_orders_change_and_what_rests_stays() {
        given("buy A 100 x 2");
        when("sizes min=3 max=9 market=8 market-quote=7");
        then("""
                sizes min=3 max=9 market=8 market-quote=7
                """);
        refused("""
                buy A 100 x 2                                     -> QUANTITY_BELOW_MIN
                buy A 100 x 10                                    -> QUANTITY_ABOVE_MAX
                buy A 0 x 9 MARKET                                -> QUANTITY_ABOVE_MAX
                buy A 0 x 8 MARKET QUOTE                          -> VALUE_ABOVE_MAX
                amend A #1 quantity=1                             -> QUANTITY_BELOW_MIN
                """);
        when("sell B 100 x 3");
        thenOrders("""
                accepted #2 B SELL LIMIT 100x3
                fill t1 SELL #2 meets #1 100x2 =20/200
                closed #1 FILLED 2
                """);
    }

    @Test
    void sizes_that_no_order_could_have_are_refused() {
        refused("""
                sizes min=0 on=9                                  -> INSTRUMENT_UNKNOWN
                sizes min=0                                       -> INSTRUMENT_INVALID
                sizes min=5 max=4                                 -> INSTRUMENT_INVALID
                sizes market=0                                    -> INSTRUMENT_INVALID
                sizes market-quote=0                              -> INSTRUMENT_INVALID
                """);
        when("sizes min=4 max=4 market=1 market-quote=1");
        then("""
                sizes min=4 max=4 market=1 market-quote=1
                """);
    }
}
