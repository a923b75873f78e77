package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 6: the way out. Cancels work whatever else is closed.
class CancelingTest extends TableTest {
    @Test
    void an_order_is_canceled_by_its_id_or_by_its_client_order_id() {
        given("""
                buy A 100 x 5 id=one
                buy A 100 x 3 id=two
                sell B 100 x 2
                """);
        when("""
                cancel A #1
                cancel A id=two
                """);
        then("""
                closed #1 USER 2
                level BUY 100x3 orders 1
                balance A USD 99800 hold 300
                closed #2 USER 0
                level BUY 100x0 orders 0
                balance A USD 99800 hold 0
                """);
    }

    @Test
    void the_order_id_wins_when_both_ids_are_given() {
        given("""
                buy A 100 x 5 id=one
                buy A 100 x 3 id=two
                """);
        when("cancel A #1 id=two");
        thenOrders("""
                closed #1 USER 0
                """);
    }

    @Test
    void a_cancel_finds_only_an_open_order_of_this_account_on_this_instrument() {
        given("""
                list name=TWO base=BTC quote=USD
                buy A 100 x 5 id=one
                buy A 100 x 5
                cancel A #2
                """);
        refused("""
                cancel Z #1 on=3                                  -> ACCOUNT_UNKNOWN
                cancel A #1 on=3                                  -> INSTRUMENT_UNKNOWN
                cancel A #1 on=2                                  -> ORDER_UNKNOWN
                cancel A id=one on=2                              -> ORDER_UNKNOWN
                cancel B #1                                       -> ORDER_UNKNOWN
                cancel B id=one                                   -> ORDER_UNKNOWN
                cancel A #2                                       -> ORDER_UNKNOWN
                cancel A #3                                       -> ORDER_UNKNOWN
                cancel A id=two                                   -> ORDER_UNKNOWN
                cancel A id=                                      -> ORDER_UNKNOWN
                """);
    }

    @Test
    void cancels_work_in_every_phase() {
        given("""
                buy A 100 x 1
                buy A 100 x 1
                buy A 100 x 1
                """);
        when("""
                phase POST_ONLY
                cancel A #1
                phase CANCEL_ONLY
                cancel A #2
                phase HALTED
                mass-cancel A
                """);
        thenOrders("""
                phase POST_ONLY
                closed #1 USER 0
                phase CANCEL_ONLY
                closed #2 USER 0
                phase HALTED
                closed #3 USER 0
                done 1
                """);
    }

    @Test
    void a_mass_cancel_closes_the_orders_of_an_account_oldest_first() {
        given("""
                list name=TWO base=BTC quote=USD
                buy A 100 x 1
                sell A 300 x 1 on=2
                buy B 100 x 1
                sell A 200 x 1
                """);
        when("mass-cancel A");
        then("""
                closed #1 USER 0
                closed #2 USER 0 on=2
                closed #4 USER 0
                level BUY 100x1 orders 1
                level SELL 300x0 orders 0 on=2
                level SELL 200x0 orders 0
                balance A USD 100000 hold 0
                balance A BTC 100000 hold 0
                done 3
                """);
    }

    @Test
    void a_mass_cancel_may_name_one_instrument() {
        given("""
                list name=TWO base=BTC quote=USD
                buy A 100 x 1
                sell A 300 x 1 on=2
                sell A 200 x 1
                """);
        when("""
                mass-cancel A on=1
                mass-cancel A on=1
                mass-cancel A on=2
                """);
        thenOrders("""
                closed #1 USER 0
                closed #3 USER 0
                done 2
                done
                closed #2 USER 0 on=2
                done 1
                """);
        refused("""
                mass-cancel Z on=3                                -> ACCOUNT_UNKNOWN
                mass-cancel A on=3                                -> INSTRUMENT_UNKNOWN
                """);
    }

    @Test
    void an_amended_order_is_canceled_in_the_order_of_its_id() {
        given("""
                buy A 100 x 1
                buy A 101 x 1
                amend A #1 price=102
                """);
        when("mass-cancel A");
        thenOrders("""
                closed #1 USER 0
                closed #2 USER 0
                done 2
                """);
    }
}
