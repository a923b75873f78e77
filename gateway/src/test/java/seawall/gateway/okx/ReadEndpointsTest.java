package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.view.Bar;
import seawall.gateway.view.BillView;
import seawall.gateway.view.CandleView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.OrderState;
import seawall.gateway.view.OrderUpdate;
import seawall.gateway.view.OrderView;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.TransferView;
import seawall.gateway.view.ViewLimits;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SelfTradePrevention;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

class ReadEndpointsTest {
    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        market/ticker            |                          | 400 50014 Parameter instId can not be empty.
        market/ticker            | instId=                  | 400 50014 Parameter instId can not be empty.
        market/ticker            | instId=NO-SUCH           | 200 51001 Instrument ID, Instrument ID code or Spread ID doesn't exist.
        market/books             | instId=BTC-USDT;sz=x     | 400 51000 Parameter sz error
        market/books             | instId=BTC-USDT;sz=0     | 400 51000 Parameter sz error
        market/candles           | instId=BTC-USDT;bar=1h   | 400 51000 Parameter bar error
        market/candles           | instId=BTC-USDT;bar=1s   | 400 51000 Parameter bar error
        market/candles           | instId=BTC-USDT;bar=5D   | 400 51000 Parameter bar error
        market/history-candles   | instId=BTC-USDT;bar=5Dutc | 400 51000 Parameter bar error
        market/candles           | instId=BTC-USDT;after=-1 | 400 51000 Parameter after error
        market/history-trades    | instId=BTC-USDT;type=2;before=1 | 200 50039 Parameter "before" isn't supported for timestamp pagination
        market/index-tickers     |                          | 400 50015 Either parameter quoteCcy or instId is required
        public/instruments       |                          | 400 50014 Parameter instType can not be empty.
        public/instruments       | instType=spot            | 400 51000 Parameter instType error
        public/instruments       | instType=OPTION          | 400 50015 Either parameter uly or instFamily is required
        system/status            | state=never              | 400 51000 Parameter state error
        trade/order              | instId=BTC-USDT          | 200 51003 Either client order ID or order ID is required.
        trade/order              | instId=BTC-USDT;ordId=9  | 200 51603 Order does not exist.
        trade/order              | instId=BTC-USDT;ordId=0  | 200 51603 Order does not exist.
        trade/order              | instId=BTC-USDT;ordId=0;clOrdId=buy1 | 200 51603 Order does not exist.
        trade/order              | instId=BTC-USDT;clOrdId=a-b | 400 51000 Parameter clOrdId error
        trade/order              | instId=BTC-USDT;clOrdId=aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd | 400 51000 Parameter clOrdId error
        trade/order              | instId=BTC-USDT;ordId=x  | 400 51000 Parameter ordId error
        trade/orders-history     |                          | 400 50014 Parameter instType can not be empty.
        trade/orders-pending     | ordType=limit,odd        | 400 51000 Parameter ordType error
        trade/orders-pending     | state=filled             | 400 51000 Parameter state error
        trade/fills-history      |                          | 400 50014 Parameter instType can not be empty.
        trade/orders-algo-pending |                         | 400 50014 Parameter ordType can not be empty.
        trade/orders-algo-pending | ordType=foo             | 400 51000 Parameter ordType error
        trade/orders-algo-pending | ordType=oco;algoId=x    | 400 51000 Parameter algoId error
        trade/orders-algo-pending | ordType=oco;limit=0     | 400 51000 Parameter limit error
        trade/orders-algo-pending | ordType=oco;after=-1    | 400 51000 Parameter after error
        trade/orders-algo-pending | ordType=oco;instId=A-B  | 200 51001 Instrument ID, Instrument ID code or Spread ID doesn't exist.
        trade/orders-algo-history |                         | 400 50014 Parameter ordType can not be empty.
        trade/orders-algo-history | ordType=oco             | 400 50015 Either parameter state or algoId is required
        trade/orders-algo-history | ordType=oco;state=foo   | 400 51000 Parameter state error
        trade/orders-algo-history | ordType=oco;state=live  | 400 51000 Parameter state error
        trade/order-algo         |                          | 400 50015 Either parameter algoId or algoClOrdId is required
        trade/order-algo         | algoId=9                 | 200 51603 Order does not exist.
        trade/order-algo         | algoId=0                 | 200 51603 Order does not exist.
        trade/order-algo         | algoId=x                 | 400 51000 Parameter algoId error
        trade/order-algo         | algoClOrdId=a-b          | 400 51000 Parameter algoClOrdId error
        market/call-auction-details |                       | 400 50014 Parameter instId can not be empty.
        account/positions        | instType=foo             | 400 51000 Parameter instType error
        account/bills            | ctType=foo               | 400 51000 Parameter ctType error
        account/bills            | mgnMode=foo              | 400 51000 Parameter mgnMode error
        account/bills            | type=foo                 | 400 51000 Parameter type error
        asset/deposit-history    | state=foo                | 400 51000 Parameter state error
        public/instruments       | instType=SWAP;instId=BTC-USDT | 400 50016 Parameter instId does not match parameter instType
        trade/orders-pending     | instType=FUTURES;instId=BTC-USDT | 400 50016 Parameter instId does not match parameter instType
        trade/fills              | instType=OPTION;instId=BTC-USDT | 400 50016 Parameter instId does not match parameter instType
        account/trade-fee        | instType=SWAP;instId=BTC-USDT | 400 50016 Parameter instId does not match parameter instType
        public/mark-price        |                          | 400 50014 Parameter instType can not be empty.
        asset/deposit-withdraw-status |                     | 400 50014 Parameter txId can not be empty.
        asset/deposit-withdraw-status | txId=1              | 400 50014 Parameter ccy can not be empty.
        users/subaccount/apikey  |                          | 400 50014 Parameter subAcct can not be empty.
        users/subaccount/apikey  | subAcct=bob              | 200 59510 Sub-account does not exist
        account/subaccount/balances | subAcct=bob           | 200 59510 Sub-account does not exist
        asset/subaccount/balances | subAcct=bob             | 200 59510 Sub-account does not exist
        account/subaccount/max-withdrawal | subAcct=bob     | 200 59510 Sub-account does not exist
        account/max-size         | instId=BTC-USDT          | 400 50014 Parameter tdMode can not be empty.
        account/max-size         | instId=BTC-USDT;tdMode=margin | 400 51000 Parameter tdMode error
        account/max-size         | instId=BTC-USDT;tdMode=cross | 200 51010 Request unsupported under current account mode
        account/max-avail-size   | instId=BTC-USDT;tdMode=isolated | 200 51010 Request unsupported under current account mode
        account/max-size         | instId=BTC-USDT;tdMode=cash;tradeQuoteCcy=EUR | 400 51000 Parameter tradeQuoteCcy error
        account/max-size         | instId=A,B,C,D,E,F;tdMode=cash | 200 50025 Parameter instId count exceeds the limit 5.
        account/leverage-info    | instId=BTC-USDT          | 400 50014 Parameter mgnMode can not be empty.
        asset/transfer-state     |                          | 400 50015 Either parameter transId or clientId is required
        asset/deposit-address    | ccy=XYZ                  | 400 51000 Parameter ccy error
        """)
    void a_faulty_parameter_earns_its_code(String path, @Nullable String parameters, String refusal) {
        assertThat(scene.refusal(path, pairs(parameters))).isEqualTo(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FUTURES", "SWAP", "MARGIN", "OPTION&uly=BTC-USD", "OPTION&uly=ETH-USD"})
    void types_that_are_not_offered_are_empty_and_not_an_error(String type) {
        assertThat(scene.data("public/instruments", pairs("instType=" + type.replace('&', ';'))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account/positions",
                "account/positions-history",
                "asset/withdrawal-history",
                "users/subaccount/list",
                "market/exchange-rate",
                "asset/exchange-list"
            })
    void what_a_spot_venue_does_not_have_is_an_empty_success(String path) {
        assertThat(scene.data(path)).isEmpty();
    }

    @Test
    void every_path_says_who_may_ask_and_how_often() {
        assertThat(scene.endpoints.endpoints()).hasSizeGreaterThan(70);
        for (Endpoint endpoint : scene.endpoints.endpoints()) {
            assertThat(endpoint.limit().count()).as(endpoint.path()).isPositive();
            String group = endpoint.path()
                    .substring("/api/v5/".length(), endpoint.path().indexOf('/', 8));
            boolean isUser = endpoint.limit().scope().name().startsWith("USER");
            assertThat(isUser).as(endpoint.path()).isNotEqualTo(endpoint.isPublic());
            if (group.equals("trade") || group.equals("account")) {
                assertThat(endpoint.isPublic()).as(endpoint.path()).isFalse();
            }
        }
        assertThat(scene.endpoints.endpoint("/api/v5/nothing")).isNull();
    }

    @Test
    void the_book_has_levels_of_four_and_the_full_book_of_three() {
        assertThat(scene.first("market/books", "instId", "BTC-USDT"))
                .isEqualTo(Map.of(
                        "asks",
                        List.of(),
                        "bids",
                        List.of(List.of("49999", "0.001", "0", "1")),
                        "ts",
                        "1700000000005",
                        "seqId",
                        7L));
        assertThat(scene.first("market/books-full", "instId", "BTC-USDT").get("bids"))
                .isEqualTo(List.of(List.of("49999", "0.001", "1")));
    }

    @Test
    void the_ticker_speaks_in_strings() {
        Map<String, Object> ticker = scene.first("market/ticker", "instId", "BTC-USDT");
        assertThat(ticker)
                .containsEntry("last", "50000.5")
                .containsEntry("lastSz", "0.004")
                .containsEntry("askPx", "")
                .containsEntry("bidPx", "49999")
                .containsEntry("vol24h", "0.004")
                .containsEntry("volCcy24h", "200.002");
    }

    @Test
    void a_filled_order_shows_its_last_fill_and_a_market_order_its_quote_amount() {
        Map<String, Object> order = scene.first("trade/order", "instId", "BTC-USDT", "clOrdId", "sell1");
        assertThat(order)
                .containsEntry("ordId", "11")
                .containsEntry("state", "filled")
                .containsEntry("avgPx", "50000.5")
                .containsEntry("accFillSz", "0.004")
                .containsEntry("fee", "0")
                .containsEntry("feeCcy", "USDT")
                .containsEntry("rebateCcy", "BTC")
                .containsEntry("tgtCcy", "")
                .containsEntry("posSide", "net")
                .containsEntry("tradeId", "1");
        var out = new JsonOutput(1 << 16);
        OrderView market = scene.views.order(1_001, 1, 12, "");
        assertThat(market).isNotNull();
        new OkxJson(scene.views).order(out, market);
        assertThat(JsonTree.object(JsonTree.parse(out.toString())))
                .containsEntry("sz", "201")
                .containsEntry("px", "")
                .containsEntry("tgtCcy", "quote_ccy")
                .containsEntry("fee", "-0.000004")
                .containsEntry("feeCcy", "BTC");
    }

    @Test
    void orders_are_listed_newest_first_between_exclusive_ids() {
        assertThat(ids(scene.data("trade/orders-pending"), "ordId")).containsExactly("14");
        assertThat(ids(scene.data("trade/orders-history", "instType", "SPOT"), "ordId"))
                .containsExactly("13", "11");
        assertThat(ids(scene.data("trade/orders-history", "instType", "SPOT", "after", "13"), "ordId"))
                .containsExactly("11");
        assertThat(ids(scene.data("trade/orders-history", "instType", "SPOT", "before", "11"), "ordId"))
                .containsExactly("13");
        assertThat(ids(scene.data("trade/orders-history", "instType", "SPOT", "limit", "1"), "ordId"))
                .containsExactly("13");
        assertThat(ids(scene.data("trade/orders-history", "instType", "SPOT", "state", "filled"), "ordId"))
                .containsExactly("11");
        assertThat(ids(scene.data("trade/orders-history-archive", "instType", "SPOT"), "ordId"))
                .as("without orders that never filled")
                .containsExactly("11");
    }

    @Test
    void a_canceled_post_only_order_says_31() {
        assertThat(scene.first("trade/order", "instId", "BTC-USDT", "ordId", "13"))
                .containsEntry("state", "canceled")
                .containsEntry("cancelSource", "31");
    }

    @Test
    void a_market_order_ends_with_an_empty_fill_on_the_orders_channel() {
        var json = new OkxJson(scene.views);
        var pushes = new ArrayList<String>();
        for (OrderUpdate update : scene.updates) {
            if (update.isRepetition()) {
                continue;
            }
            var out = new JsonOutput(1 << 16);
            json.orderUpdate(out, update);
            Map<String, Object> push = JsonTree.object(JsonTree.parse(out.toString()));
            pushes.add(String.join(
                    " ",
                    (String) push.get("ordId"),
                    (String) push.get("state"),
                    "fillSz=" + push.get("fillSz"),
                    "tradeId=" + push.get("tradeId"),
                    "avgPx=" + push.get("avgPx"),
                    "execType=" + push.get("execType"),
                    "fillFee=" + push.get("fillFee")));
        }
        assertThat(pushes)
                .containsExactly(
                        "11 live fillSz=0 tradeId= avgPx=0 execType= fillFee=0",
                        "12 live fillSz=0 tradeId= avgPx=0 execType= fillFee=0",
                        "12 partially_filled fillSz=0.004 tradeId=1 avgPx=50000.5 execType=T fillFee=-0.000004",
                        "11 filled fillSz=0.004 tradeId=1 avgPx=50000.5 execType=M fillFee=0",
                        "12 filled fillSz=0 tradeId= avgPx=50000.5 execType= fillFee=0",
                        "13 live fillSz=0 tradeId= avgPx=0 execType= fillFee=0",
                        "13 canceled fillSz=0 tradeId= avgPx=0 execType= fillFee=0",
                        "14 live fillSz=0 tradeId= avgPx=0 execType= fillFee=0");
    }

    @Test
    void balances_and_sizes_follow_from_what_is_available() {
        Map<String, Object> balance = scene.first("account/balance");
        assertThat(balance).containsEntry("totalEq", "1000.02");
        assertThat(JsonTree.object(JsonTree.list(balance.get("details")).getFirst()))
                .containsEntry("cashBal", "1000.02")
                .containsEntry("availBal", "950.021")
                .containsEntry("frozenBal", "49.999");
        assertThat(scene.first("account/max-size", "instId", "BTC-USDT", "tdMode", "cash", "px", "50000"))
                .containsEntry("maxBuy", "0.019")
                .containsEntry("maxSell", "0");
        assertThat(scene.first("account/max-avail-size", "instId", "BTC-USDT", "tdMode", "cash"))
                .containsEntry("availBuy", "950.021");
        assertThat(scene.first("asset/balances")).containsEntry("bal", "100");
        assertThat(scene.first("asset/transfer-state", "clientId", "t1"))
                .containsEntry("amt", "800")
                .containsEntry("from", "6")
                .containsEntry("to", "18")
                .containsEntry("state", "success");
        Object transferId = ids(scene.data("asset/transfer-state", "clientId", "t1"), "transId")
                .getFirst();
        assertThat(scene.first("asset/transfer-state", "transId", transferId.toString()))
                .containsEntry("clientId", "t1");
        assertThat(ids(scene.data("asset/bills"), "type")).containsExactly("131", "1");
        assertThat(scene.first("asset/asset-valuation", "ccy", "USDT")).containsEntry("totalBal", "1100.02");
        assertThat(scene.first("asset/deposit-history")).containsEntry("txId", "gift");
        assertThat(scene.first("account/config"))
                .containsEntry("uid", "100000000000001000")
                .containsEntry("perm", "read_only,trade");
        assertThat(scene.first("account/trade-fee", "instType", "SPOT"))
                .containsEntry("maker", "0.0001")
                .containsEntry("taker", "-0.001");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        asset/transfer-state     | transId=0
        asset/transfer-state     | transId=7
        asset/transfer-state     | transId=0;clientId=t1
        trade/fills              | ordId=0
        trade/fills              | ordId=7
        trade/fills-history      | instType=SPOT;ordId=0
        account/bills            | after=0
        asset/deposit-history    | depId=0
        asset/deposit-history    | fromWdId=1
        trade/orders-pending     | instFamily=BTC-USD
        trade/orders-history     | instType=SPOT;instFamily=BTC-USD
        public/instruments       | instType=SPOT;instFamily=BTC-USD
        public/instruments       | instType=MARGIN;instId=BTC-USDT
        account/bills            | ctType=linear
        account/trade-fee        | instType=SPOT;groupId=9
        """)
    void a_filter_that_nothing_passes_leaves_nothing(String path, String parameters) {
        assertThat(scene.data(path, pairs(parameters))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "users/subaccount/list, 20, 2, USER",
        "users/subaccount/apikey, 20, 2, USER",
        "account/subaccount/balances, 6, 2, USER",
        "account/positions, 10, 2, USER",
        "asset/withdrawal-history, 6, 1, USER",
        "asset/deposit-withdraw-status, 1, 2, USER",
        "market/exchange-rate, 1, 2, IP",
        "asset/exchange-list, 6, 1, IP"
    })
    void an_empty_answer_has_the_limit_of_its_endpoint(String path, int count, int seconds, RateLimit.Scope scope) {
        Endpoint endpoint = scene.endpoints.endpoint("/api/v5/" + path);
        assertThat(endpoint).isNotNull();
        assertThat(endpoint.limit()).isEqualTo(new RateLimit(count, Duration.ofSeconds(seconds), scope));
    }

    @Test
    void bills_are_filtered_by_type() {
        assertThat(ids(scene.data("account/bills", "type", "2"), "subType")).containsExactly("2", "2");
        assertThat(ids(scene.data("account/bills", "type", "1"), "subType")).containsExactly("11");
        assertThat(ids(scene.data("account/bills", "instType", "SPOT"), "type")).containsExactly("2", "2");
    }

    @Test
    void a_transfer_without_a_client_id_is_not_found_by_an_id_of_zero() {
        scene.journal
                .entry(START_NANOS + 6_000_000)
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.TRANSFER_OUT, -1_00000000L, 99_00000000L, "")
                .posting(1_000, 2, Wallet.TRADING, PostingReason.TRANSFER_IN, 1_00000000L, 1001_02000000L, "")
                .end();
        assertThat(scene.data("asset/transfer-state", "transId", "0")).isEmpty();
        assertThat(scene.data("asset/transfer-state", "transId", "7")).isEmpty();
        assertThat(scene.data("asset/transfer-state", "transId", "0", "clientId", "t1"))
                .isEmpty();
    }

    @Test
    void paper_money_for_the_trading_account_reads_as_a_transfer_into_it() {
        scene.journal
                .entry(START_NANOS + 6_000_000)
                .posting(1_000, 2, Wallet.TRADING, PostingReason.DEPOSIT, 5_00000000L, 1005_02000000L, "mint")
                .balance(1_000, 2, Wallet.TRADING, 1005_02000000L, 49_99900000L)
                .end();
        assertThat(scene.first("account/bills"))
                .containsEntry("balChg", "5")
                .containsEntry("type", "1")
                .containsEntry("subType", "11")
                .containsEntry("from", "6")
                .containsEntry("to", "18");
    }

    @Test
    void status_shows_what_is_not_over_unless_asked() {
        scene.status.add(row("done", "completed"));
        scene.status.add(row("now", "ongoing"));
        assertThat(ids(scene.data("system/status"), "title")).containsExactly("now");
        assertThat(ids(scene.data("system/status", "state", "completed"), "title"))
                .containsExactly("done");
    }

    @Test
    void a_page_below_the_floor_asks_to_be_answered_where_waiting_is_allowed() {
        var asked = new ArrayList<OlderPages.Page>();
        var limits = new ViewLimits(4, 4, 4, 4, 8, 3, 8, 3, 4, 1, 1, 1, 1);
        var deep = new Scene(limits, new FakeOlderPages(asked));
        assertThat(ids(deep.data("trade/orders-history", "instType", "SPOT", "limit", "1"), "ordId"))
                .as("the view has the page")
                .containsExactly("13");
        assertThat(ids(deep.dataWithOlder("trade/orders-history", "instType", "SPOT", "limit", "2"), "ordId"))
                .containsExactly("13", "7");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().floorId()).isEqualTo(11);
        assertThat(ids(deep.data("trade/orders-history", "instType", "SPOT", "before", "11"), "ordId"))
                .containsExactly("13");
        assertThat(ids(deep.dataWithOlder("trade/order", "instId", "BTC-USDT", "ordId", "7"), "ordId"))
                .containsExactly("7");
    }

    private static List<Object> ids(List<Object> rows, String key) {
        return rows.stream().map(row -> JsonTree.object(row).get(key)).toList();
    }

    private static String[] pairs(@Nullable String parameters) {
        return parameters == null
                ? new String[0]
                : parameters.replace("=;", "= ;").split("[=;]", -1);
    }

    private static StatusRow row(String title, String state) {
        return new StatusRow(title, state, 1, 2, "", "", "0", "", "2");
    }

    private record FakeOlderPages(List<Page> asked) implements OlderPages {
        @Override
        public List<OrderView> orders(int accountId, @Nullable OrderState state, boolean withUnfilled, Page page) {
            asked.add(page);
            return List.of(old());
        }

        @Override
        public OrderView order(int accountId, int instrumentId, long orderId, String clientOrderId) {
            return old();
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
        public List<TransferView> familyTransfers(int accountId, int currencyId, Page page) {
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

        private static OrderView old() {
            return new OrderView(
                    7,
                    1_000,
                    1,
                    Side.BUY,
                    OrderType.LIMIT,
                    SizeUnit.BASE,
                    SelfTradePrevention.CANCEL_MAKER,
                    1,
                    1,
                    "",
                    "",
                    OrderState.FILLED,
                    1,
                    BigInteger.ONE,
                    0,
                    null,
                    CloseReason.FILLED,
                    START_NANOS,
                    START_NANOS);
        }
    }
}
