package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Section 11: who belongs to whom, and who may move whose money. A and B are main accounts; E is the first
/// sub-account.
class SubAccountTest extends TableTest {
    @BeforeEach
    void one_sub_account() {
        given("create-sub A name=bot label=grid");
    }

    @Test
    void a_sub_account_begins_with_the_rates_and_the_tier_of_its_main_account() {
        given("""
                fees A -5 10
                tier 2 -7 20
                tier-of B 2
                """);
        when("""
                create-sub A name=two
                create-sub B name=two label=other
                """);
        then("""
                sub-account F of A two -5 10
                done 1005
                sub-account G of B two -7 20 tier 2 label=other
                done 1006
                """);
    }

    @Test
    void later_rates_of_its_main_account_are_not_those_of_a_sub_account_but_those_of_its_tier_are() {
        given("""
                tier 1 0 10000
                tier-of B 1
                create-sub B name=one
                deposit F BTC 1000 id=f
                fees B 0 500000
                tier 1 0 20000
                buy C 100 x 5
                """);
        when("sell F 100 x 5");
        thenOrders("""
                accepted #2 F SELL LIMIT 100x5
                fill t1 SELL #2 meets #1 100x5 =50/500 fees 10 0
                closed #1 FILLED 5
                closed #2 FILLED 5
                """);
    }

    @Test
    void a_sub_account_is_refused_for_the_first_of_its_faults() {
        refused("""
                create-sub Z                                      -> ACCOUNT_UNKNOWN
                create-sub mint name=x                            -> ACCOUNT_UNKNOWN
                create-sub E                                      -> MALFORMED
                create-sub E name=bot label=%s                    -> MALFORMED
                create-sub E name=bot                             -> MAIN_ACCOUNT_ONLY
                create-sub A name=bot                             -> SUB_ACCOUNT_EXISTS 1004
                """.replace("%s", "x".repeat(65)));
    }

    @Test
    void sub_accounts_have_a_maximum_for_each_main_account_and_count_as_accounts() {
        given("create-sub A name=two label=%s".formatted("x".repeat(64)));
        refused("create-sub A name=three -> LIMIT_REACHED");
        given("""
                create-sub B name=one
                create-sub B name=two
                create-account name=I
                """);
        refused("""
                create-sub C name=one                             -> LIMIT_REACHED
                create-account name=J                             -> LIMIT_REACHED
                """);
    }

    @Test
    void a_name_of_a_sub_account_is_free_for_an_account_and_for_other_families() {
        when("""
                create-sub B name=bot
                create-account name=bot
                """);
        then("""
                sub-account F of B bot 0 0
                done 1005
                account G bot 0 0
                done 1006
                """);
    }

    @Test
    void only_its_main_account_lets_a_sub_account_transfer_out() {
        refused("""
                transfer-out Z E yes                              -> ACCOUNT_UNKNOWN
                transfer-out B E yes                              -> SUB_ACCOUNT_UNKNOWN
                transfer-out E E yes                              -> SUB_ACCOUNT_UNKNOWN
                transfer-out A A yes                              -> SUB_ACCOUNT_UNKNOWN
                transfer-out A Z yes                              -> SUB_ACCOUNT_UNKNOWN
                """);
        when("""
                transfer-out A E yes
                transfer-out A E yes
                transfer-out A E no
                """);
        then("""
                transfer-out E yes
                transfer-out E yes
                transfer-out E no
                """);
    }

    @Test
    void a_main_account_moves_money_to_from_and_between_its_sub_accounts() {
        given("create-sub A name=two");
        when("between A A E USD 300 TRADING FUNDING id=t1");
        then("""
                post #17 A USD -300 -> 99700 TO_SUB_ACCOUNT id=t1
                post #18 E USD FUNDING +300 -> 300 FROM_MAIN_ACCOUNT id=t1
                balance A USD 99700 hold 0
                balance E USD FUNDING 300 hold 0
                done #17
                """);
        when("between A E F USD 200 FUNDING FUNDING");
        then("""
                post #19 E USD FUNDING -200 -> 100 TO_SUB_ACCOUNT
                post #20 F USD FUNDING +200 -> 200 FROM_SUB_ACCOUNT
                balance E USD FUNDING 100 hold 0
                balance F USD FUNDING 200 hold 0
                done #19
                """);
        when("between A F A USD 200 FUNDING TRADING id=t2");
        then("""
                post #21 F USD FUNDING -200 -> 0 TO_MAIN_ACCOUNT id=t2
                post #22 A USD +200 -> 99900 FROM_SUB_ACCOUNT id=t2
                balance F USD FUNDING 0 hold 0
                balance A USD 99900 hold 0
                done #21
                """);
    }

    @Test
    void a_sub_account_sends_its_own_money_when_it_may() {
        given("""
                create-sub A name=two
                deposit E USD 100 id=e
                """);
        refused("between E E A USD 10 TRADING TRADING -> TRANSFER_OUT_FORBIDDEN");
        given("transfer-out A E yes");
        when("""
                between E E A USD 10 TRADING TRADING
                between E E F USD 20 TRADING TRADING
                """);
        then("""
                post #19 E USD -10 -> 90 TO_MAIN_ACCOUNT
                post #20 A USD +10 -> 100010 FROM_SUB_ACCOUNT
                balance E USD 90 hold 0
                balance A USD 100010 hold 0
                done #19
                post #21 E USD -20 -> 70 TO_SUB_ACCOUNT
                post #22 F USD +20 -> 20 FROM_SUB_ACCOUNT
                balance E USD 70 hold 0
                balance F USD 20 hold 0
                done #21
                """);
        refused("""
                between E A E USD 10 TRADING TRADING              -> TRANSFER_OUT_FORBIDDEN
                between E F A USD 10 TRADING TRADING              -> TRANSFER_OUT_FORBIDDEN
                transfer-out A E no
                between E E A USD 10 TRADING TRADING              -> TRANSFER_OUT_FORBIDDEN
                """);
    }

    @Test
    void a_transfer_between_accounts_is_refused_for_the_first_of_its_faults() {
        given("""
                deposit E USD 100 id=e
                between A A E USD 1 TRADING TRADING id=once
                buy E 10 x 5
                """);
        refused("""
                between Z B C 9 0 TRADING TRADING                 -> ACCOUNT_UNKNOWN
                between E B C 9 0 TRADING TRADING                 -> TRANSFER_OUT_FORBIDDEN
                between A B A 9 0 TRADING TRADING                 -> SUB_ACCOUNT_UNKNOWN
                between A A B 9 0 TRADING TRADING                 -> SUB_ACCOUNT_UNKNOWN
                between B A E 9 0 TRADING TRADING                 -> SUB_ACCOUNT_UNKNOWN
                between B E B 9 0 TRADING TRADING                 -> SUB_ACCOUNT_UNKNOWN
                between A mint A 9 0 TRADING TRADING              -> SUB_ACCOUNT_UNKNOWN
                between A A fee-account 9 0 TRADING TRADING       -> SUB_ACCOUNT_UNKNOWN
                between A A A 9 0 TRADING FUNDING                 -> ACCOUNTS_EQUAL
                between A E E 9 0 TRADING FUNDING                 -> ACCOUNTS_EQUAL
                between A A E 9 0 TRADING TRADING id=once         -> CURRENCY_UNKNOWN
                between A A E USD 0 TRADING TRADING id=once       -> AMOUNT_INVALID
                between A A E USD -9223372036854775808 TRADING TRADING -> AMOUNT_INVALID
                between A A E USD 200000 TRADING TRADING id=once  -> CLIENT_ID_EXISTS
                between A A E USD 100000 TRADING TRADING id=new   -> BALANCE_INSUFFICIENT
                between A A E USD 9223372036854775807 TRADING TRADING -> BALANCE_INSUFFICIENT
                between A E A USD 52 TRADING TRADING              -> BALANCE_INSUFFICIENT
                between A E A USD 1 FUNDING TRADING               -> BALANCE_INSUFFICIENT
                """);
        when("between A E A USD 51 TRADING TRADING id=new");
        then("""
                post #21 E USD -51 -> 50 TO_MAIN_ACCOUNT id=new
                post #22 A USD +51 -> 100050 FROM_SUB_ACCOUNT id=new
                balance E USD 50 hold 50
                balance A USD 100050 hold 0
                done #21
                """);
    }

    @Test
    void a_client_id_belongs_to_the_account_that_asks() {
        given("""
                between A A E USD 10 TRADING TRADING id=mine
                transfer-out A E yes
                """);
        when("between E E A USD 1 TRADING TRADING id=mine");
        thenOrders("done #19\n");
        refused("""
                between E E A USD 1 TRADING TRADING id=mine       -> CLIENT_ID_EXISTS
                transfer E USD 1 TRADING FUNDING id=mine          -> CLIENT_ID_EXISTS
                transfer A USD 1 TRADING FUNDING id=mine          -> CLIENT_ID_EXISTS
                """);
    }

    @Test
    void a_key_changes_everything_but_its_name_and_secret() {
        given("create-key E key=k1 permissions=1");
        when("change-key E key=k1 permissions=3 ips=10.0.0.1 label=new");
        then("key-changed E k1 3 ips=10.0.0.1 label=new\n");
        refused("""
                change-key Z key=k1 permissions=0                 -> ACCOUNT_UNKNOWN
                change-key A key=k1 permissions=0                 -> API_KEY_UNKNOWN
                change-key E key=k2 permissions=0                 -> API_KEY_UNKNOWN
                change-key E key=k1 permissions=0                 -> MALFORMED
                change-key E key=k1 permissions=8                 -> MALFORMED
                """);
    }

    @Test
    void families_and_changed_keys_survive_a_snapshot() {
        given("""
                tier 1 5 5
                tier-of B 1
                create-sub B name=bot label=second
                transfer-out A E yes
                between A A E USD 77 TRADING TRADING id=t1
                create-key E key=k1 permissions=1
                create-key E key=k2 permissions=1
                change-key E key=k1 permissions=3 ips=10.0.0.1 label=new
                """);

        Venue copy = venue.copy();

        assertThat(copy.state()).isEqualTo(venue.state());
        assertThat(copy.engine.stateHash()).isEqualTo(venue.engine.stateHash());
        String next = """
                create-sub A name=bot
                create-sub B name=bot
                create-sub A name=two
                create-sub A name=three
                between E E A USD 7 TRADING FUNDING
                change-key E key=k1 permissions=1
                delete-key E key=k1
                """;
        venue.when(next);
        copy.when(next);
        assertThat(copy.transcript.take()).isEqualTo(venue.transcript.take());
        assertThat(copy.engine.stateHash()).isEqualTo(venue.engine.stateHash());
    }

    @Test
    void who_belongs_to_whom_and_what_it_may_is_part_of_the_state() {
        long before = venue.engine.stateHash();
        given("transfer-out A E yes");
        long allowed = venue.engine.stateHash();
        given("transfer-out A E no");

        assertThat(allowed).isNotEqualTo(before);
        assertThat(venue.state()).anyMatch(record -> record.startsWith(StateRecord.SUB_ACCOUNT + " "));
        assertThat(venue.transcript.stateHash()).isEqualTo(venue.engine.stateHash());
    }
}
