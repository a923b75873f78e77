package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Section 10: from phase to phase by a timetable. The clock of these tables starts at second 1.
class ReopeningTest extends TableTest {
    @Test
    void an_instrument_goes_through_its_phases_at_their_times() {
        when("""
                reopen 10 20 30
                now 10
                fire
                now 11
                fire
                now 31
                fire
                now 61
                fire
                now 99
                fire
                """);
        then("""
                reopening AUCTION 11 POST_ONLY 31 TRADING 61
                phase CANCEL_ONLY
                timer
                phase AUCTION
                timer
                phase POST_ONLY
                timer
                phase TRADING
                """);
    }

    @Test
    void the_timer_is_due_at_the_next_phase() {
        given("reopen 10 20 30");
        assertThat(venue.engine.nextTimerNanos()).isEqualTo(11_000_000_000L);
        given("""
                timer A 10
                now 11
                fire
                """);
        assertThat(venue.engine.nextTimerNanos()).isEqualTo(31_000_000_000L);
    }

    @Test
    void a_phase_of_no_time_is_left_out() {
        when("""
                reopen 0 20 0
                now 21
                fire
                reopen 5 0 0
                now 26
                fire
                reopen 0 0 7
                now 33
                fire
                reopen 0 0 0
                phase HALTED
                reopen 0 0 0
                """);
        then("""
                reopening AUCTION 1 POST_ONLY 0 TRADING 21
                phase AUCTION
                timer
                phase TRADING
                reopening AUCTION 0 POST_ONLY 0 TRADING 26
                phase CANCEL_ONLY
                timer
                phase TRADING
                reopening AUCTION 0 POST_ONLY 26 TRADING 33
                phase POST_ONLY
                timer
                phase TRADING
                reopening AUCTION 0 POST_ONLY 0 TRADING 0
                phase HALTED
                reopening AUCTION 0 POST_ONLY 0 TRADING 0
                phase TRADING
                """);
    }

    @Test
    void durations_are_up_to_a_day() {
        refused("""
                reopen -1ns 0 0 on=9                              -> INSTRUMENT_UNKNOWN
                reopen -1ns 0 0                                   -> TIMEOUT_INVALID
                reopen 0 -1ns 0                                   -> TIMEOUT_INVALID
                reopen 0 0 -1ns                                   -> TIMEOUT_INVALID
                reopen 86400000000001ns 0 0                       -> TIMEOUT_INVALID
                reopen 0 86400000000001ns 0                       -> TIMEOUT_INVALID
                reopen 0 0 86400000000001ns                       -> TIMEOUT_INVALID
                """);
        when("reopen 86400 86400 86400");
        then("""
                reopening AUCTION 86401 POST_ONLY 172801 TRADING 259201
                phase CANCEL_ONLY
                """);
    }

    @Test
    void another_phase_or_another_timetable_ends_a_timetable() {
        when("""
                reopen 10 20 30
                phase CANCEL_ONLY
                now 50
                fire
                reopen 10 0 0
                reopen 20 0 0
                now 60
                fire
                now 70
                fire
                phase TRADING
                """);
        then("""
                reopening AUCTION 11 POST_ONLY 31 TRADING 61
                phase CANCEL_ONLY
                reopening AUCTION 0 POST_ONLY 0 TRADING 0
                reopening AUCTION 0 POST_ONLY 0 TRADING 60
                reopening AUCTION 0 POST_ONLY 0 TRADING 70
                timer
                phase TRADING
                done
                """);
    }

    @Test
    void every_instrument_at_once_and_each_in_an_entry_of_its_own_before_dead_man_timers() {
        given("""
                list name=TWO base=BTC quote=USD
                timer A 10
                buy A 100 x 1
                """);
        when("""
                reopen 10 0 0 on=0
                now 11
                fire
                """);
        thenOrders("""
                reopening AUCTION 0 POST_ONLY 0 TRADING 11
                phase CANCEL_ONLY
                reopening AUCTION 0 POST_ONLY 0 TRADING 11 on=2
                phase CANCEL_ONLY on=2
                timer
                phase TRADING
                timer
                phase TRADING on=2
                timer
                cancel-all-after A 0
                closed #1 CANCEL_ALL_AFTER 0
                """);
    }

    @Test
    void timers_act_in_order_of_their_times_however_late_the_host_is() {
        given("""
                list name=TWO base=BTC quote=USD
                timer A 20
                """);
        when("""
                reopen 15 15 0
                reopen 5 20 0 on=2
                now 99
                fire
                """);
        thenOrders("""
                reopening AUCTION 16 POST_ONLY 0 TRADING 31
                phase CANCEL_ONLY
                reopening AUCTION 6 POST_ONLY 0 TRADING 26 on=2
                phase CANCEL_ONLY on=2
                timer
                phase AUCTION on=2
                timer
                phase AUCTION
                timer
                cancel-all-after A 0
                timer
                phase TRADING on=2
                timer
                phase TRADING
                """);
    }

    @Test
    void an_uncrossing_that_is_not_done_goes_on_towards_trading() {
        given("""
                reopen 0 10 10
                sell A 90 x 1
                buy B 110 x 1
                hold
                """);
        when("""
                now 11
                fire
                now 21
                fire
                """);
        venue.engine.followUp(venue.nowNanos());
        thenOrders("""
                timer
                uncrossing to POST_ONLY at 90x1
                timer
                timer
                fill t1 BUY #2 meets #1 90x1 =10/90
                closed #1 FILLED 1
                closed #2 FILLED 1
                phase TRADING
                """);
    }

    @Test
    void a_first_phase_stops_an_uncrossing() {
        given("""
                phase AUCTION
                sell A 90 x 1
                buy B 110 x 1
                hold
                phase TRADING
                """);
        when("reopen 5 5 0");
        thenOrders("""
                reopening AUCTION 6 POST_ONLY 0 TRADING 11
                phase CANCEL_ONLY
                """);
        assertThat(venue.engine.nextTimerNanos()).isEqualTo(6_000_000_000L);
    }
}
