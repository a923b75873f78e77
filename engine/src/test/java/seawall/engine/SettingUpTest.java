package seawall.engine;

import org.junit.jupiter.api.Test;

/// Section 2: currencies, instruments, accounts and keys, each up to its maximum.
class SettingUpTest extends TableTest {
    @Test
    void a_currency_is_refused_for_the_first_of_its_faults_and_at_the_maximum() {
        refused("""
                create-currency scale=13                          -> MALFORMED
                create-currency code=BTC scale=13                 -> CURRENCY_EXISTS 1
                create-currency code=EUR scale=13 max=1           -> AMOUNT_INVALID
                create-currency code=EUR scale=-1 max=1           -> AMOUNT_INVALID
                create-currency code=EUR scale=0 max=0            -> AMOUNT_INVALID
                create-currency code=EUR max=4611686018427387905  -> AMOUNT_INVALID
                """);
        when("""
                create-currency code=EUR scale=12 max=4611686018427387904
                create-currency code=GBP scale=0 max=1
                create-currency code=JPY scale=0 max=1
                create-currency code=JPY scale=13 max=1
                create-currency code=GBP scale=0 max=1
                """);
        then("""
                currency 3 EUR 12 4611686018427387904
                done 3
                currency 4 GBP 0 1
                done 4
                LIMIT_REACHED
                AMOUNT_INVALID
                CURRENCY_EXISTS 4
                """);
    }

    @Test
    void an_instrument_is_refused_for_the_first_of_its_faults() {
        refused("""
                list base=EUR quote=EUR tick=0                            -> MALFORMED
                list name=BTC-USD base=EUR quote=EUR tick=0               -> INSTRUMENT_EXISTS 1
                list name=NEW base=EUR quote=USD tick=0                   -> CURRENCY_UNKNOWN
                list name=NEW base=BTC quote=EUR tick=0                   -> CURRENCY_UNKNOWN
                list name=NEW base=BTC quote=BTC                          -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD tick=0                   -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD tick=10                  -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD tick-scale=-1            -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD tick-scale=19            -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD lot=0                    -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD lot=10                   -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD lot-scale=-1             -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD lot-scale=2              -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD min=0                    -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD min=6 max=5              -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD market=0                 -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD market-quote=0           -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD band=-1                  -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD band=1000001             -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD reference=-1             -> INSTRUMENT_INVALID
                list name=NEW base=BTC quote=USD reference=1099511627777  -> INSTRUMENT_INVALID
                """);
    }

    @Test
    void an_instrument_is_listed_in_any_phase_up_to_the_maximum() {
        when("""
                list name=TWO base=BTC quote=USD tick=9 tick-scale=18 lot=9 lot-scale=1 min=5 max=5 phase=POST_ONLY
                list name=THREE base=USD quote=BTC band=1000000 reference=10 phase=CANCEL_ONLY
                list name=FOUR base=BTC quote=USD
                list name=FOUR base=BTC quote=BTC
                list name=THREE base=BTC quote=USD
                """);
        then("""
                instrument 2 TWO 1 2 9e-18 9e-1 5 5 9007199254740992 4611686018427387904 0 0 POST_ONLY
                limit 0 of 0 is 0..0 on=2
                done 2
                instrument 3 THREE 2 1 1e-0 1e-0 1 9007199254740992 9007199254740992 4611686018427387904 1000000 10 CANCEL_ONLY
                limit 1000000 of 10 is 1..20 on=3
                done 3
                LIMIT_REACHED
                INSTRUMENT_INVALID
                INSTRUMENT_EXISTS 3
                """);
    }

    @Test
    void an_account_is_created_once_for_each_name_up_to_the_maximum() {
        refused("""
                create-account taker=-1                           -> MALFORMED
                create-account name=A taker=-1                    -> RATE_INVALID
                """);
        when("""
                create-account name=A maker=5 taker=5
                create-account name=E maker=-5 taker=5
                create-account name=F
                create-account name=G
                create-account name=H
                create-account name=I
                create-account name=J
                create-account name=E
                """);
        then("""
                done 1000
                account E E -5 5
                done 1004
                account F F 0 0
                done 1005
                account G G 0 0
                done 1006
                account H H 0 0
                done 1007
                account I I 0 0
                done 1008
                LIMIT_REACHED
                done 1004
                """);
    }

    @Test
    void a_key_is_refused_for_the_first_of_its_faults() {
        given("create-key A key=k1 permissions=7");
        refused("""
                create-key Z permissions=0                        -> ACCOUNT_UNKNOWN
                create-key mint key=k9 permissions=1              -> ACCOUNT_UNKNOWN
                create-key A permissions=1                        -> MALFORMED
                create-key A key=k1 permissions=0                 -> MALFORMED
                create-key A key=k1 permissions=8                 -> MALFORMED
                create-key A key=k1 permissions=1                 -> API_KEY_EXISTS
                create-key B key=k1 permissions=1                 -> API_KEY_EXISTS
                delete-key Z key=k1                               -> ACCOUNT_UNKNOWN
                delete-key B key=k1                               -> API_KEY_UNKNOWN
                delete-key A key=k2                               -> API_KEY_UNKNOWN
                """);
    }

    @Test
    void keys_have_a_maximum_for_each_account_and_one_together() {
        given("""
                create-key A key=a1 permissions=1
                create-key A key=a2 permissions=1
                create-key A key=a3 permissions=1
                """);
        refused("create-key A key=a4 permissions=1 -> LIMIT_REACHED");
        when("""
                create-key B key=b1 permissions=1
                create-key B key=b2 permissions=1
                create-key B key=b3 permissions=1
                delete-key A key=a1
                create-key B key=a1 permissions=7
                """);
        then("""
                key B b1 1 0 0 0
                key B b2 1 0 0 0
                LIMIT_REACHED
                key-deleted A a1
                key B a1 7 0 0 0
                """);
    }
}
