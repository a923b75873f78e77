package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 3: what is paid, by whom, and which way it is rounded.
class MoneyTest extends TableTest {
    @Test
    void each_party_pays_its_fee_from_what_it_receives_and_the_venue_collects_both() {
        given("""
                fees A 1000 5000
                fees B 2000 10000
                sell A 100 x 50
                """);
        when("buy B 100 x 20");
        then("""
                accepted #2 B BUY LIMIT 100x20
                fill t1 BUY #2 meets #1 100x20 =200/2000 fees 2 2 bills #17 #19
                post #17 B BTC +198 -> 100198 TAKER BUY #2 t1 fee 2
                post #18 B USD -2000 -> 98000 TAKER BUY #2 t1
                post #19 A USD +1998 -> 101998 MAKER SELL #1 t1 fee 2
                post #20 A BTC -200 -> 99800 MAKER SELL #1 t1
                post #21 fee-account BTC +2 -> 2 FEE #2 t1
                post #22 fee-account USD +2 -> 2 FEE #2 t1
                closed #2 FILLED 20
                level SELL 100x30 orders 1
                balance B BTC 100198 hold 0
                balance B USD 98000 hold 0
                balance A USD 101998 hold 0
                balance A BTC 99800 hold 300
                balance fee-account BTC 2 hold 0
                balance fee-account USD 2 hold 0
                """);
    }

    @Test
    void a_fee_is_rounded_up_for_the_venue() {
        given("""
                fees A 1 0
                fees B 0 1
                sell A 100 x 1
                """);
        when("buy B 100 x 1");
        then("""
                accepted #2 B BUY LIMIT 100x1
                fill t1 BUY #2 meets #1 100x1 =10/100 fees 1 1 bills #17 #19
                post #17 B BTC +9 -> 100009 TAKER BUY #2 t1 fee 1
                post #18 B USD -100 -> 99900 TAKER BUY #2 t1
                post #19 A USD +99 -> 100099 MAKER SELL #1 t1 fee 1
                post #20 A BTC -10 -> 99990 MAKER SELL #1 t1
                post #21 fee-account BTC +1 -> 1 FEE #2 t1
                post #22 fee-account USD +1 -> 1 FEE #2 t1
                closed #1 FILLED 1
                closed #2 FILLED 1
                level SELL 100x0 orders 0
                balance B BTC 100009 hold 0
                balance B USD 99900 hold 0
                balance A USD 100099 hold 0
                balance A BTC 99990 hold 0
                balance fee-account BTC 1 hold 0
                balance fee-account USD 1 hold 0
                """);
    }

    @Test
    void a_rebate_is_paid_by_the_venue_and_rounded_towards_zero() {
        given("""
                fees A -1500 2000
                fees B 0 2000
                buy C 100 x 100
                sell B 100 x 100
                sell A 100 x 33
                """);
        when("buy C 100 x 33");
        then("""
                accepted #4 C BUY LIMIT 100x33
                fill t2 BUY #4 meets #3 100x33 =330/3300 fees 0 -4 bills #22 #24
                post #22 C BTC +330 -> 101330 TAKER BUY #4 t2
                post #23 C USD -3300 -> 86700 TAKER BUY #4 t2
                post #24 A USD +3304 -> 103304 MAKER SELL #3 t2 fee -4
                post #25 A BTC -330 -> 99670 MAKER SELL #3 t2
                post #26 fee-account USD -4 -> 16 FEE #4 t2
                closed #3 FILLED 33
                closed #4 FILLED 33
                level SELL 100x0 orders 0
                balance C BTC 101330 hold 0
                balance C USD 86700 hold 0
                balance A USD 103304 hold 0
                balance A BTC 99670 hold 0
                balance fee-account USD 16 hold 0
                """);
    }

    @Test
    void a_rebate_is_at_most_what_the_fee_account_has() {
        given("""
                fees A -100000 100000
                fees B 0 10000
                buy C 100 x 3
                sell B 100 x 3
                sell A 100 x 50
                """);
        when("buy C 100 x 50");
        then("""
                accepted #4 C BUY LIMIT 100x50
                fill t2 BUY #4 meets #3 100x50 =500/5000 fees 0 -3 bills #22 #24
                post #22 C BTC +500 -> 100530 TAKER BUY #4 t2
                post #23 C USD -5000 -> 94700 TAKER BUY #4 t2
                post #24 A USD +5003 -> 105003 MAKER SELL #3 t2 fee -3
                post #25 A BTC -500 -> 99500 MAKER SELL #3 t2
                post #26 fee-account USD -3 -> 0 FEE #4 t2
                closed #3 FILLED 50
                closed #4 FILLED 50
                level SELL 100x0 orders 0
                balance C BTC 100530 hold 0
                balance C USD 94700 hold 0
                balance A USD 105003 hold 0
                balance A BTC 99500 hold 0
                balance fee-account USD 0 hold 0
                """);
    }

    @Test
    void a_fee_of_the_whole_takes_everything_received() {
        given("""
                fees B 0 1000000
                sell A 100 x 1
                """);
        when("buy B 100 x 1");
        then("""
                accepted #2 B BUY LIMIT 100x1
                fill t1 BUY #2 meets #1 100x1 =10/100 fees 10 0 bills #17 #19
                post #17 B BTC 0 -> 100000 TAKER BUY #2 t1 fee 10
                post #18 B USD -100 -> 99900 TAKER BUY #2 t1
                post #19 A USD +100 -> 100100 MAKER SELL #1 t1
                post #20 A BTC -10 -> 99990 MAKER SELL #1 t1
                post #21 fee-account BTC +10 -> 10 FEE #2 t1
                closed #1 FILLED 1
                closed #2 FILLED 1
                level SELL 100x0 orders 0
                balance B BTC 100000 hold 0
                balance B USD 99900 hold 0
                balance A USD 100100 hold 0
                balance A BTC 99990 hold 0
                balance fee-account BTC 10 hold 0
                """);
    }

    @Test
    void new_rates_apply_to_fills_from_then_on_and_not_only_to_new_orders() {
        given("""
                sell A 100 x 2
                buy B 100 x 1
                """);
        when("""
                fees A 10000 10000
                buy B 100 x 1
                """);
        thenOrders("""
                fees A 10000 10000
                accepted #3 B BUY LIMIT 100x1
                fill t2 BUY #3 meets #1 100x1 =10/100 fees 0 1
                closed #1 FILLED 2
                closed #3 FILLED 1
                """);
    }

    @Test
    void rates_must_be_parts_of_the_whole_and_not_pay_more_than_they_take() {
        refused("""
                fees Z 0 0                                        -> ACCOUNT_UNKNOWN
                fees mint 0 0                                     -> ACCOUNT_UNKNOWN
                fees A -1000000 1000000                           -> RATE_INVALID
                fees A 1000001 0                                  -> RATE_INVALID
                fees A 0 -1                                       -> RATE_INVALID
                fees A 0 1000001                                  -> RATE_INVALID
                fees A -2 1                                       -> RATE_INVALID
                """);
        when("""
                fees A -999999 999999
                fees A 1000000 1000000
                """);
        then("""
                fees A -999999 999999
                fees A 1000000 1000000
                """);
    }

    @Test
    void a_buy_holds_its_price_rounded_up_and_pays_it_rounded_down() {
        given("""
                list name=CENTS base=BTC quote=USD tick-scale=2
                buy A 33 x 10 on=2
                """);
        when("""
                sell B 33 x 4 on=2
                sell B 33 x 5 on=2
                cancel A #1 on=2
                """);
        then("""
                accepted #2 B SELL LIMIT 33x4 on=2
                fill t1 SELL #2 meets #1 33x4 =40/1 on=2 bills #17 #19
                post #17 B USD +1 -> 100001 TAKER SELL #2 t1 on=2
                post #18 B BTC -40 -> 99960 TAKER SELL #2 t1 on=2
                post #19 A BTC +40 -> 100040 MAKER BUY #1 t1 on=2
                post #20 A USD -1 -> 99999 MAKER BUY #1 t1 on=2
                closed #2 FILLED 4 on=2
                level BUY 33x6 orders 1 on=2
                balance B USD 100001 hold 0
                balance B BTC 99960 hold 0
                balance A BTC 100040 hold 0
                balance A USD 99999 hold 2
                accepted #3 B SELL LIMIT 33x5 on=2
                fill t2 SELL #3 meets #1 33x5 =50/1 on=2 bills #21 #23
                post #21 B USD +1 -> 100002 TAKER SELL #3 t2 on=2
                post #22 B BTC -50 -> 99910 TAKER SELL #3 t2 on=2
                post #23 A BTC +50 -> 100090 MAKER BUY #1 t2 on=2
                post #24 A USD -1 -> 99998 MAKER BUY #1 t2 on=2
                closed #3 FILLED 5 on=2
                level BUY 33x1 orders 1 on=2
                balance B USD 100002 hold 0
                balance B BTC 99910 hold 0
                balance A BTC 100090 hold 0
                balance A USD 99998 hold 1
                closed #1 USER 9 on=2
                level BUY 33x0 orders 0 on=2
                balance A USD 99998 hold 0
                """);
    }

    @Test
    void a_taker_pays_the_makers_price_and_never_holds_its_own() {
        given("sell A 100 x 5");
        when("buy B 120 x 5");
        then("""
                accepted #2 B BUY LIMIT 120x5
                fill t1 BUY #2 meets #1 100x5 =50/500 bills #17 #19
                post #17 B BTC +50 -> 100050 TAKER BUY #2 t1
                post #18 B USD -500 -> 99500 TAKER BUY #2 t1
                post #19 A USD +500 -> 100500 MAKER SELL #1 t1
                post #20 A BTC -50 -> 99950 MAKER SELL #1 t1
                closed #1 FILLED 5
                closed #2 FILLED 5
                level SELL 100x0 orders 0
                balance B BTC 100050 hold 0
                balance B USD 99500 hold 0
                balance A USD 100500 hold 0
                balance A BTC 99950 hold 0
                """);
    }

    @Test
    void a_deposit_is_issued_by_the_mint() {
        when("""
                deposit A BTC 5 id=new
                deposit A BTC 5 id=other FUNDING
                """);
        then("""
                post #17 mint BTC -5 -> -400005 MINT id=new
                post #18 A BTC +5 -> 100005 DEPOSIT id=new
                balance mint BTC -400005 hold 0
                balance A BTC 100005 hold 0
                post #19 mint BTC -5 -> -400010 MINT id=other
                post #20 A BTC FUNDING +5 -> 5 DEPOSIT id=other
                balance mint BTC -400010 hold 0
                balance A BTC FUNDING 5 hold 0
                """);
    }

    @Test
    void a_deposit_is_applied_once_for_each_client_id_of_an_account() {
        when("""
                deposit A BTC 5 id=new
                deposit A BTC 5 id=new
                deposit A USD 9 id=new
                deposit B BTC 5 id=new
                """);
        then("""
                post #17 mint BTC -5 -> -400005 MINT id=new
                post #18 A BTC +5 -> 100005 DEPOSIT id=new
                balance mint BTC -400005 hold 0
                balance A BTC 100005 hold 0
                done
                done
                post #19 mint BTC -5 -> -400010 MINT id=new
                post #20 B BTC +5 -> 100005 DEPOSIT id=new
                balance mint BTC -400010 hold 0
                balance B BTC 100005 hold 0
                """);
    }

    @Test
    void a_deposit_is_refused_for_the_first_of_its_faults() {
        refused("""
                deposit Z GBP 0                                   -> ACCOUNT_UNKNOWN
                deposit fee-account BTC 1 id=x                    -> ACCOUNT_UNKNOWN
                deposit A GBP 0                                   -> CURRENCY_UNKNOWN
                deposit A BTC 0                                   -> AMOUNT_INVALID
                deposit A BTC -1                                  -> AMOUNT_INVALID
                deposit A BTC 1125899906842624                    -> MALFORMED
                deposit A BTC 1125899906842624 id=x               -> BALANCE_MAX_EXCEEDED
                """);
    }

    @Test
    void the_total_issue_of_a_currency_has_its_maximum() {
        given("create-currency code=EUR scale=0 max=100");
        when("""
                deposit A EUR 60 id=a
                deposit B EUR 41 id=b
                deposit B EUR 40 id=b
                deposit A EUR 1 id=c FUNDING
                deposit A EUR 60 id=a
                """);
        then("""
                post #17 mint EUR -60 -> -60 MINT id=a
                post #18 A EUR +60 -> 60 DEPOSIT id=a
                balance mint EUR -60 hold 0
                balance A EUR 60 hold 0
                BALANCE_MAX_EXCEEDED
                post #19 mint EUR -40 -> -100 MINT id=b
                post #20 B EUR +40 -> 40 DEPOSIT id=b
                balance mint EUR -100 hold 0
                balance B EUR 40 hold 0
                BALANCE_MAX_EXCEEDED
                done
                """);
    }

    @Test
    void a_transfer_moves_what_is_available_between_the_wallets_of_an_account() {
        given("buy A 100 x 5");
        when("""
                transfer A USD 99501 TRADING FUNDING id=t1
                transfer A USD 99500 TRADING FUNDING id=t1
                transfer A USD 99500 FUNDING TRADING id=t1
                transfer A USD 99500 FUNDING TRADING
                transfer A USD 1 TRADING FUNDING
                """);
        then("""
                BALANCE_INSUFFICIENT
                post #17 A USD -99500 -> 500 TRANSFER_OUT id=t1
                post #18 A USD FUNDING +99500 -> 99500 TRANSFER_IN id=t1
                balance A USD 500 hold 500
                balance A USD FUNDING 99500 hold 0
                done #17
                CLIENT_ID_EXISTS
                post #19 A USD FUNDING -99500 -> 0 TRANSFER_OUT
                post #20 A USD +99500 -> 100000 TRANSFER_IN
                balance A USD FUNDING 0 hold 0
                balance A USD 100000 hold 500
                done #19
                post #21 A USD -1 -> 99999 TRANSFER_OUT
                post #22 A USD FUNDING +1 -> 1 TRANSFER_IN
                balance A USD 99999 hold 500
                balance A USD FUNDING 1 hold 0
                done #21
                """);
    }

    @Test
    void a_transfer_is_refused_for_the_first_of_its_faults() {
        given("transfer A BTC 1 TRADING FUNDING id=used");
        refused("""
                transfer Z GBP 0 TRADING TRADING id=used          -> ACCOUNT_UNKNOWN
                transfer A GBP 0 TRADING TRADING id=used          -> CURRENCY_UNKNOWN
                transfer A BTC 0 TRADING TRADING id=used          -> AMOUNT_INVALID
                transfer A BTC 100000 TRADING TRADING id=used     -> WALLETS_EQUAL
                transfer A BTC 100000 TRADING FUNDING id=used     -> CLIENT_ID_EXISTS
                transfer A BTC 100000 TRADING FUNDING id=free     -> BALANCE_INSUFFICIENT
                """);
    }

    @Test
    void deposits_and_transfers_share_their_client_ids_and_only_the_latest_are_remembered() {
        given("""
                deposit A BTC 1 id=d1
                transfer A BTC 1 TRADING FUNDING id=t1
                """);
        refused("transfer A BTC 1 TRADING FUNDING id=d1 -> CLIENT_ID_EXISTS");
        when("""
                deposit A BTC 1 id=t1
                deposit A BTC 1 id=d2
                deposit A BTC 1 id=d3
                deposit A BTC 1 id=t1
                deposit A BTC 1 id=d1
                """);
        then("""
                done
                post #21 mint BTC -1 -> -400002 MINT id=d2
                post #22 A BTC +1 -> 100001 DEPOSIT id=d2
                balance mint BTC -400002 hold 0
                balance A BTC 100001 hold 0
                post #23 mint BTC -1 -> -400003 MINT id=d3
                post #24 A BTC +1 -> 100002 DEPOSIT id=d3
                balance mint BTC -400003 hold 0
                balance A BTC 100002 hold 0
                done
                post #25 mint BTC -1 -> -400004 MINT id=d1
                post #26 A BTC +1 -> 100003 DEPOSIT id=d1
                balance mint BTC -400004 hold 0
                balance A BTC 100003 hold 0
                """);
    }
}
