package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 1: each command of a gateway counts once, and an older start of the gateway counts no more.
class StreamsTest extends TableTest {
    @Test
    void a_command_of_an_unknown_gateway_is_refused() {
        refused("""
                via 8 1 1 buy A 100 x 1                           -> STREAM_UNKNOWN
                via 7 2 1 buy A 100 x 1                           -> STREAM_UNKNOWN
                """);
    }

    @Test
    void the_first_incarnation_of_a_gateway_may_be_any_number() {
        when("""
                open 8 -5
                via 8 -5 1 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 -5
                accepted #1 A BUY LIMIT 100x1
                """);
    }

    @Test
    void a_repeated_command_is_not_applied_again() {
        when("""
                open 8 1
                via 8 1 1 buy A 100 x 1
                via 8 1 1 buy A 100 x 1
                via 8 1 0 buy A 100 x 1
                via 8 1 2 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 1
                accepted #1 A BUY LIMIT 100x1
                STREAM_REPEATED
                STREAM_REPEATED
                accepted #2 A BUY LIMIT 100x1
                """);
    }

    @Test
    void a_gap_names_the_number_that_is_expected_and_changes_nothing() {
        when("""
                open 8 1
                via 8 1 1 buy A 100 x 1
                via 8 1 3 buy A 100 x 1
                via 8 1 2 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 1
                accepted #1 A BUY LIMIT 100x1
                STREAM_GAP 2
                accepted #2 A BUY LIMIT 100x1
                """);
    }

    @Test
    void a_newer_incarnation_fences_the_older_and_counts_from_one() {
        when("""
                open 8 5
                via 8 5 1 buy A 100 x 1
                open 8 6
                via 8 5 2 buy A 100 x 1
                open 8 5
                via 8 6 1 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 5
                accepted #1 A BUY LIMIT 100x1
                stream 8 6
                STREAM_FENCED
                STREAM_FENCED
                accepted #2 A BUY LIMIT 100x1
                """);
    }

    @Test
    void opening_the_same_incarnation_again_leaves_its_numbers_where_they_are() {
        when("""
                open 8 5
                via 8 5 1 buy A 100 x 1
                open 8 5
                via 8 5 1 buy A 100 x 1
                via 8 5 2 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 5
                accepted #1 A BUY LIMIT 100x1
                done
                STREAM_REPEATED
                accepted #2 A BUY LIMIT 100x1
                """);
    }

    @Test
    void a_refused_command_uses_up_its_number_too() {
        when("""
                open 8 1
                via 8 1 1 buy Z 100 x 1
                via 8 1 2 malformed
                via 8 1 3 mass-cancel A deadline=0
                now 5
                via 8 1 4 buy A 100 x 1 deadline=4
                via 8 1 5 buy A 100 x 1
                """);
        thenOrders("""
                stream 8 1
                ACCOUNT_UNKNOWN
                MALFORMED
                done
                DEADLINE_PASSED
                accepted #1 A BUY LIMIT 100x1
                """);
    }

    @Test
    void the_stream_is_checked_before_the_deadline_and_the_deadline_before_everything_else() {
        given("now 5");
        refused("""
                via 8 1 1 buy Z 0 x 0 on=9 deadline=4             -> STREAM_UNKNOWN
                via 7 0 1 buy Z 0 x 0 on=9 deadline=4             -> STREAM_FENCED
                via 7 1 1 buy Z 0 x 0 on=9 deadline=4             -> STREAM_REPEATED
                via 7 1 99 buy Z 0 x 0 on=9 deadline=4            -> STREAM_GAP 16
                buy Z 0 x 0 on=9 deadline=4                       -> DEADLINE_PASSED
                malformed deadline=4                              -> DEADLINE_PASSED
                buy Z 0 x 0 on=9 deadline=5                       -> ACCOUNT_UNKNOWN
                """);
    }

    @Test
    void a_deadline_is_held_against_the_time_of_the_exchange_which_never_runs_backwards() {
        when("""
                now 5
                malformed
                now 3
                buy A 100 x 1 deadline=4
                buy A 100 x 1 deadline=5
                """);
        thenOrders("""
                MALFORMED
                DEADLINE_PASSED
                accepted #1 A BUY LIMIT 100x1
                """);
    }

    @Test
    void a_message_without_even_a_header_gets_an_entry_and_touches_no_stream() {
        when("""
                unreadable
                buy A 100 x 1
                """);
        thenOrders("""
                MALFORMED
                accepted #1 A BUY LIMIT 100x1
                """);
    }

    @Test
    void gateways_have_a_maximum_but_those_that_are_known_may_start_again() {
        when("""
                open 8 1
                open 9 1
                open 10 1
                via 10 1 1 mass-cancel A
                open 9 2
                """);
        then("""
                stream 8 1
                stream 9 1
                LIMIT_REACHED
                STREAM_UNKNOWN
                stream 9 2
                """);
    }
}
