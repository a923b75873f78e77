package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.view.Bar;
import seawall.gateway.view.BillView;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.OrderState;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.TransferView;
import seawall.gateway.view.ViewLimits;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Wallet;

/// What a main account sees of its sub-accounts, and nobody else does. Account 1000 has 1002 and 1003, account 1001 has
/// 1004.
class SubAccountEndpointsTest {
    private static final long DOLLAR = 100_000_000;

    private Scene scene = new Scene();

    @BeforeEach
    void families() {
        write(scene);
    }

    private static void write(Scene scene) {
        scene.journal
                .entry(START_NANOS + 10_000_000)
                .subAccount(1_002, 1_000, "gridbot1", "first")
                .apiKey(1_002, "key-of-grid")
                .apiKey(1_001, "key-of-taker")
                .end();
        scene.journal
                .entry(START_NANOS + 11_000_000)
                .subAccount(1_003, 1_000, "dcabot01", "")
                .subAccount(1_004, 1_001, "gridbot1", "of another")
                .end();
        scene.journal
                .entry(START_NANOS + 12_000_000)
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.TO_SUB_ACCOUNT, -50 * DOLLAR, 50 * DOLLAR, "give")
                .posting(1_002, 2, Wallet.TRADING, PostingReason.FROM_MAIN_ACCOUNT, 50 * DOLLAR, 50 * DOLLAR, "give")
                .balance(1_002, 2, Wallet.TRADING, 50 * DOLLAR, 5 * DOLLAR)
                .end();
        scene.journal
                .entry(START_NANOS + 13_000_000)
                .posting(1_002, 2, Wallet.TRADING, PostingReason.TO_SUB_ACCOUNT, -20 * DOLLAR, 30 * DOLLAR, "")
                .posting(1_003, 2, Wallet.FUNDING, PostingReason.FROM_SUB_ACCOUNT, 20 * DOLLAR, 20 * DOLLAR, "")
                .balance(1_002, 2, Wallet.TRADING, 30 * DOLLAR, 5 * DOLLAR)
                .balance(1_003, 2, Wallet.FUNDING, 20 * DOLLAR, 0)
                .end();
        scene.journal
                .entry(START_NANOS + 14_000_000)
                .posting(1_003, 2, Wallet.FUNDING, PostingReason.TO_MAIN_ACCOUNT, -8 * DOLLAR, 12 * DOLLAR, "back")
                .posting(1_000, 2, Wallet.TRADING, PostingReason.FROM_SUB_ACCOUNT, 8 * DOLLAR, 9 * DOLLAR, "back")
                .balance(1_003, 2, Wallet.FUNDING, 12 * DOLLAR, 0)
                .end();
    }

    @Test
    void a_main_account_lists_its_own_and_no_others() {
        assertThat(values(scene.data("users/subaccount/list"), "subAcct")).containsExactly("dcabot01", "gridbot1");
        assertThat(scene.first("users/subaccount/list", "subAcct", "gridbot1"))
                .containsEntry("canTransOut", false)
                .containsEntry("enable", true)
                .containsEntry("frozenFunc", List.of())
                .containsEntry("gAuth", false)
                .containsEntry("label", "first")
                .containsEntry("mobile", "")
                .containsEntry("ts", Long.toString(START_NANOS / 1_000_000 + 10))
                .containsEntry("type", "1")
                .containsEntry("uid", "100000000000001002")
                .containsEntry("subAcctLv", "1")
                .containsEntry("firstLvSubAcct", "gridbot1")
                .containsEntry("ifDma", false);
        assertThat(scene.data("users/subaccount/list", "enable", "false")).isEmpty();
        assertThat(scene.data("users/subaccount/list", "subAcct", "nobody01")).isEmpty();
        String later = Long.toString(START_NANOS / 1_000_000 + 11);
        assertThat(values(scene.data("users/subaccount/list", "after", later), "subAcct"))
                .containsExactly("gridbot1");
        assertThat(values(scene.data("users/subaccount/list", "limit", "1"), "subAcct"))
                .containsExactly("dcabot01");
        assertThat(scene.refusal("users/subaccount/list", "enable", "maybe")).startsWith("400 51000 ");
        scene.askingKey = "key-of-taker";
        assertThat(values(scene.data("users/subaccount/list"), "label")).containsExactly("of another");
    }

    @Test
    void a_main_account_sees_what_its_sub_accounts_have() {
        assertThat(scene.first("account/subaccount/balances", "subAcct", "gridbot1"))
                .extracting("details")
                .asString()
                .contains("cashBal=30", "frozenBal=5", "availBal=25");
        assertThat(scene.first("asset/subaccount/balances", "subAcct", "dcabot01"))
                .containsEntry("bal", "12")
                .containsEntry("ccy", "USDT");
        assertThat(scene.data("asset/subaccount/balances", "subAcct", "dcabot01", "ccy", "BTC"))
                .isEmpty();
        assertThat(scene.first("account/subaccount/max-withdrawal", "subAcct", "gridbot1"))
                .containsEntry("maxWd", "25");
    }

    @Test
    void a_main_account_sees_the_keys_of_its_sub_accounts_without_their_secrets() {
        Map<String, Object> key = scene.first("users/subaccount/apikey", "subAcct", "gridbot1");
        assertThat(key)
                .containsOnlyKeys("apiKey", "ip", "label", "perm", "ts")
                .containsEntry("apiKey", "key-of-grid")
                .containsEntry("perm", "read_only,trade");
        assertThat(scene.data("users/subaccount/apikey", "subAcct", "dcabot01")).isEmpty();
        assertThat(scene.refusal("users/subaccount/apikey", "subAcct", "dcabot01", "apiKey", "key-of-grid"))
                .isEqualTo("200 59506 API key doesn't exist.");
        assertThat(scene.refusal("users/subaccount/apikey", "subAcct", "gridbot1", "apiKey", "key-of-maker"))
                .as("the key of the main account itself")
                .isEqualTo("200 59506 API key doesn't exist.");
    }

    @Test
    void transfers_of_a_family_are_its_bills_in_both_directions() {
        List<Object> all = scene.data("asset/subaccount/bills");
        assertThat(values(all, "subAcct")).containsExactly("dcabot01", "gridbot1");
        assertThat(values(all, "type")).containsExactly("1", "0");
        assertThat(values(all, "amt")).containsExactly("8", "50");
        assertThat(scene.first("asset/subaccount/bills", "type", "0"))
                .containsOnlyKeys("amt", "billId", "ccy", "subAcct", "ts", "type")
                .containsEntry("ts", Long.toString(START_NANOS / 1_000_000 + 12));
        assertThat(values(scene.data("asset/bills", "type", "20"), "billId"))
                .as("the bill of the main account itself")
                .isEqualTo(values(scene.data("asset/subaccount/bills", "type", "0"), "billId"));
        assertThat(scene.data("asset/subaccount/bills", "ccy", "BTC")).isEmpty();
        assertThat(values(scene.data("asset/subaccount/bills", "subAcct", "gridbot1"), "type"))
                .containsExactly("0");
        assertThat(scene.refusal("asset/subaccount/bills", "type", "2")).startsWith("400 51000 ");
        assertThat(scene.refusal("asset/subaccount/bills", "subAcct", "nobody01"))
                .startsWith("200 59510 ");
        String later = Long.toString(START_NANOS / 1_000_000 + 14);
        assertThat(values(scene.data("asset/subaccount/bills", "after", later), "type"))
                .containsExactly("0");
    }

    @Test
    void a_transfer_is_found_by_all_who_have_a_part_in_it_under_the_type_that_it_has_for_them() {
        assertThat(scene.first("asset/transfer-state", "clientId", "give"))
                .containsEntry("type", "1")
                .containsEntry("subAcct", "gridbot1")
                .containsEntry("from", "6")
                .containsEntry("to", "18");
        assertThat(scene.first("asset/transfer-state", "clientId", "back"))
                .containsEntry("type", "2")
                .containsEntry("subAcct", "dcabot01");
        scene.askingKey = "key-of-grid";
        assertThat(scene.first("asset/transfer-state", "clientId", "give")).containsEntry("type", "1");
        assertThat(scene.data("asset/transfer-state", "clientId", "back")).isEmpty();
        scene.askingKey = "key-of-taker";
        assertThat(scene.data("asset/transfer-state", "clientId", "give")).isEmpty();
    }

    @Test
    void each_side_reads_of_a_transfer_in_its_own_bills() {
        assertThat(scene.first("account/bills", "type", "1"))
                .containsEntry("subType", "11")
                .containsEntry("from", "")
                .containsEntry("to", "18")
                .containsEntry("mgnMode", "");
        scene.askingKey = "key-of-grid";
        assertThat(values(scene.data("account/bills"), "subType")).containsExactly("12", "11");
        assertThat(values(scene.data("account/bills"), "balChg")).containsExactly("-20", "50");
    }

    @Test
    void the_configuration_of_a_sub_account_names_its_main_account() {
        assertThat(scene.first("account/config"))
                .containsEntry("type", "0")
                .containsEntry("uid", "100000000000001000")
                .containsEntry("mainUid", "100000000000001000");
        scene.askingKey = "key-of-grid";
        assertThat(scene.first("account/config"))
                .containsEntry("type", "1")
                .containsEntry("uid", "100000000000001002")
                .containsEntry("mainUid", "100000000000001000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/subaccount/list",
                "users/subaccount/apikey",
                "account/subaccount/balances",
                "asset/subaccount/balances",
                "account/subaccount/max-withdrawal",
                "asset/subaccount/bills"
            })
    void a_sub_account_sees_nothing_of_a_family_not_even_itself(String path) {
        scene.askingKey = "key-of-grid";
        for (String name : List.of("gridbot1", "dcabot01", "nobody01", "")) {
            assertThat(scene.refusal(path, "subAcct", name))
                    .isEqualTo("200 59500 Only the API key of the main account has permission.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/subaccount/apikey",
                "account/subaccount/balances",
                "asset/subaccount/balances",
                "account/subaccount/max-withdrawal",
                "asset/subaccount/bills"
            })
    void a_name_of_another_family_is_the_name_of_nobody(String path) {
        scene.askingKey = "key-of-taker";
        assertThat(scene.refusal(path, "subAcct", "dcabot01")).isEqualTo("200 59510 Sub-account does not exist");
        assertThat(scene.answer(path, "subAcct", "gridbot1").httpStatus())
                .as("its own of the same name")
                .isEqualTo(200);
    }

    @Test
    void bills_of_a_family_go_on_in_history_where_the_views_end() {
        var older = new OlderTransfers();
        scene = new Scene(new ViewLimits(8, 8, 8, 8, 1_000, 10, 10, 10, 10, 10, 10, 10, 1), older);
        write(scene);
        CurrencyView usdt = scene.views.currency("USDT");
        assertThat(usdt).isNotNull();
        older.transfers.add(
                new TransferView(7, 1_000, 1_003, usdt, DOLLAR, Wallet.FUNDING, Wallet.FUNDING, "", START_NANOS));
        older.transfers.add(
                new TransferView(6, 1_003, 1_000, usdt, DOLLAR, Wallet.FUNDING, Wallet.FUNDING, "", START_NANOS));
        assertThat(values(scene.dataWithOlder("asset/subaccount/bills", "type", "1"), "billId"))
                .hasSize(2)
                .endsWith("7");
        assertThat(older.asked).containsExactly(1_000);
    }

    private static List<String> values(List<Object> data, String field) {
        return data.stream()
                .map(element -> String.valueOf(JsonTree.object(element).get(field)))
                .toList();
    }

    /// History that has transfers only.
    private static final class OlderTransfers implements OlderPages {
        final List<TransferView> transfers = new ArrayList<>();
        final List<Integer> asked = new ArrayList<>();

        @Override
        public List<TransferView> familyTransfers(int accountId, int currencyId, Page page) {
            asked.add(accountId);
            return transfers;
        }

        @Override
        public List<OrderView> orders(int accountId, @Nullable OrderState state, boolean withUnfilled, Page page) {
            return List.of();
        }

        @Override
        public @Nullable OrderView order(int accountId, int instrumentId, long orderId, String clientOrderId) {
            return null;
        }

        @Override
        public List<FillView> fills(int accountId, long orderId, Page page) {
            return List.of();
        }

        @Override
        public List<BillView> bills(int accountId, Wallet wallet, int currencyId, Page page) {
            return List.of();
        }

        @Override
        public List<TradeView> trades(Page page) {
            return List.of();
        }

        @Override
        public List<CandleView> candles(Bar bar, Page page) {
            return List.of();
        }
    }
}
