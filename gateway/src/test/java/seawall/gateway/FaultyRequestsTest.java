package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;
import seawall.wire.codec.Flag;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.SizeUnit;

/// What a client gets for a request that is not quite one, and that nothing of it reaches the engine.
class FaultyRequestsTest {
    private static final String LIMIT = """
            {"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"50000.1","sz":"0.002"}""";
    private static final String MARKET = """
            {"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"10"}""";
    private static final String AMEND = """
            {"instId":"BTC-USDT","ordId":"100000000000000001","newSz":"0.003"}""";
    private static final Pattern RESULT = Pattern.compile("\"sCode\":\"([0-9]+)\",\"sMsg\":\"([^\"]*)\"");

    @TempDir
    Path directory;

    private ScriptedVenue venue;
    private Gateway gateway;
    private TestClient client;

    @BeforeEach
    void start() {
        Path key = directory.resolve("venue.key");
        venue = ScriptedVenue.withOneMarket(Seal.fromFile(key), "key-1", "secret-1", "pass-1", "");
        gateway = Gateway.start(
                GatewayConfig.standard(0, 0, key).withHost("127.0.0.1"),
                venue,
                venue::reader,
                null,
                List::of,
                problem -> {
                    throw new AssertionError(problem);
                });
        client = new TestClient(gateway.port(), "key-1", "secret-1", "pass-1");
        Until.holds(gateway::isLive);
        venue.acceptOrders();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_value_of_a_wrong_type_or_no_value_of_its_list_is_refused_by_name() {
        refuses("trade/batch-orders", LIMIT, """
                clOrdId       | ["x"]        | 51000 Parameter clOrdId error
                clOrdId       | []           | 51000 Parameter clOrdId error
                clOrdId       | true         | 51000 Parameter clOrdId error
                tag           | {"a":1}      | 51000 Parameter tag error
                stpMode       | {"a":1}      | 51000 Parameter stpMode error
                posSide       | ["long"]     | 51000 Parameter posSide error
                posSide       | "long"       | 51000 Parameter posSide error
                tradeQuoteCcy | ["EUR"]      | 51000 Parameter tradeQuoteCcy error
                tradeQuoteCcy | "EUR"        | 51000 Parameter tradeQuoteCcy error
                reduceOnly    | 1            | 51000 Parameter reduceOnly error
                reduceOnly    | "foo"        | 51000 Parameter reduceOnly error
                reduceOnly    | "TRUE"       | 51000 Parameter reduceOnly error
                banAmend      | "foo"        | 51000 Parameter banAmend error
                banAmend      | 1            | 51000 Parameter banAmend error
                banAmend      | []           | 51000 Parameter banAmend error
                pxAmendType   | "7"          | 51000 Parameter pxAmendType error
                tgtCcy        | "foo"        | 51000 Parameter tgtCcy error
                instId        | ["BTC-USDT"] | 51000 Parameter instId error
                """);
        refuses("trade/batch-orders", LIMIT, """
                sz            | ["0.002"]    | 51000 Parameter sz error
                px            | {"a":1}      | 51000 Parameter px error
                side          | ["buy"]      | 51000 Parameter side error
                ordType       | ["limit"]    | 51000 Parameter ordType error
                tdMode        | ["cash"]     | 51000 Parameter tdMode error
                ccy           | ["USDT"]     | 51000 Parameter ccy error
                attachAlgoOrds | [{"slTriggerPx":"1"}] | 51000 Parameter slOrdPx error
                attachAlgoOrds | {}          | 51000 Parameter attachAlgoOrds error
                """);
        refuses("trade/batch-orders", MARKET, """
                tgtCcy        | ["base_ccy"] | 51000 Parameter tgtCcy error
                tgtCcy        | "foo"        | 51000 Parameter tgtCcy error
                px            | ["1"]        | 51000 Parameter px error
                """);
        refuses("trade/amend-batch-orders", AMEND, """
                cxlOnFail     | "foo"        | 51000 Parameter cxlOnFail error
                cxlOnFail     | 1            | 51000 Parameter cxlOnFail error
                newPx         | []           | 51000 Parameter newPx error
                newSz         | ["1"]        | 51000 Parameter newSz error
                reqId         | ["r"]        | 51000 Parameter reqId error
                pxAmendType   | "2"          | 51000 Parameter pxAmendType error
                ordId         | ["1"]        | 51000 Parameter ordId error
                """);
        refuses("trade/cancel-batch-orders", AMEND, """
                clOrdId       | {"a":1}      | 51000 Parameter clOrdId error
                ordId         | "0"          | 51000 Parameter ordId error
                """);
        assertThat(client.post("asset/transfer", """
                {"ccy":"USDT","amt":"1","from":"18","to":"6","clientId":["x"]}""")).isEqualTo(refusal("51000", "Parameter clientId error"));
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void what_real_clients_send_for_nothing_is_nothing() {
        assertThat(results(client.post(
                        "trade/order",
                        with(
                                LIMIT,
                                "clOrdId\":\"\",\"tag\":null,\"reduceOnly\":\"\",\"banAmend\":\"false\",\"tgtCcy\":\"base_ccy\",\"posSide\":\"net\",\"pxAmendType\":\"0\",\"stpMode\":\"\",\"attachAlgoOrds",
                                "null"))))
                .containsExactly("0 Order placed");
        assertThat(results(client.post("trade/order", with(LIMIT, "attachAlgoOrds", "\"\""))))
                .containsExactly("0 Order placed");
        assertThat(results(client.post("trade/order", with(LIMIT, "attachAlgoOrds", "[]"))))
                .containsExactly("0 Order placed");
        assertThat(results(client.post("trade/order", LIMIT.replace("\"0.002\"", "2e-3"))))
                .containsExactly("0 Order placed");
        assertThat(results(client.post("trade/order", with(MARKET, "banAmend", "true"))))
                .containsExactly("0 Order placed");
        assertThat(venue.offered).hasSize(5);
        assertThat(venue.offered.getFirst().place().sizeUnit())
                .as("a limit order is sized in base, whatever tgtCcy says")
                .isEqualTo(SizeUnit.BASE);
        assertThat(venue.offered.get(3).place().quantity()).isEqualTo(200);
        assertThat(venue.offered.getLast().place().banAmend()).isEqualTo(Flag.YES);
        assertThat(venue.offered.getLast().place().sizeUnit()).isEqualTo(SizeUnit.QUOTE);
    }

    @Test
    void a_number_beyond_what_a_command_can_say_exceeds_its_limit_and_is_not_malformed() {
        refuses("trade/batch-orders", LIMIT, """
                sz | "99999999999"         | 51005 Your order amount exceeds the max order amount.
                sz | "1e20"                | 51005 Your order amount exceeds the max order amount.
                sz | "1e30"                | 51005 Your order amount exceeds the max order amount.
                px | "1000000000000"       | 51006 Order price is not within the price limit (max buy price: 109951162777.6 , min sell price: 0.1 )
                px | "1e20"                | 51006 Order price is not within the price limit (max buy price: 109951162777.6 , min sell price: 0.1 )
                px | "0.15"                | 51150 The precision of the number of trades or the price exceeds the limit.
                px | "100000000000000000000000000000000" | 51514 The price can't be longer than 32 characters.
                px | "5e99"                | 51000 Parameter px error
                """);
        refuses("trade/batch-orders", MARKET, """
                sz | "1e20"                | 51201 The value of a market order can't exceed 1000000 USDT.
                """);
        refuses("trade/batch-orders", with(MARKET, "tgtCcy", "\"base_ccy\""), """
                sz | "1e20"                | 51202 Market order amount exceeds the maximum amount.
                """);
        refuses("trade/amend-batch-orders", AMEND, """
                newSz | "99999999999"      | 51005 Your order amount exceeds the max order amount.
                newSz | "1e20"             | 51005 Your order amount exceeds the max order amount.
                newPx | "1000000000000"    | 51006 Order price is not within the price limit (max buy price: 109951162777.6 , min sell price: 0.1 )
                newPx | "100000000000000000000000000000000" | 51514 The price can't be longer than 32 characters.
                """);
        assertThat(client.post("asset/transfer", """
                {"ccy":"USDT","amt":"1e20","from":"18","to":"6"}"""))
                .isEqualTo(new Answer(
                        200, "{\"code\":\"58116\",\"data\":[],\"msg\":\"Transfer exceeds the available amount.\"}"));
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void an_algo_type_that_is_not_offered_is_the_fault_that_is_named() {
        refuses("trade/batch-orders", LIMIT.replace("\"cash\"", "\"cross\""), """
                ordType | "iceberg"        | 51000 Parameter ordType error
                ordType | "twap"           | 51000 Parameter ordType error
                ordType | "chase"          | 51000 Parameter ordType error
                ordType | "limit"          | 51010 Request unsupported under current account mode
                """);
        assertThat(results(client.post(
                        "trade/order", LIMIT.replace("\"cash\"", "\"cross\"").replace("limit", "oco"))))
                .as("the endpoint of one order takes no algo order")
                .containsExactly("51000 Parameter ordType error");
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void an_expiry_however_far_is_in_the_future_and_one_of_14_digits_is_none() {
        assertThat(expiring("9999999999999").body()).contains("Order placed");
        assertThat(expiring("9300000000000").body()).contains("Order placed");
        assertThat(expiring("1").body()).contains("\"code\":\"50036\"");
        assertThat(expiring("10000000000000")).isEqualTo(refusal("51000", "Parameter expTime error"));
        assertThat(venue.offered).hasSize(2);
    }

    @Test
    void transfers_are_counted_for_each_currency_and_timers_for_each_tag() {
        for (int i = 0; i < 2; i++) {
            assertThat(client.post("asset/transfer", transfer("USDT")).body()).startsWith("{\"code\":\"0\"");
        }
        assertThat(client.post("asset/transfer", transfer("USDT")))
                .isEqualTo(
                        new Answer(
                                429,
                                "{\"code\":\"58102\",\"data\":[],\"msg\":\"Rate limit reached. Please refer to API docs and throttle requests accordingly.\"}"));
        assertThat(client.post("asset/transfer", transfer("BTC")).body()).startsWith("{\"code\":\"0\"");

        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":60,\"tag\":\"a\"}")
                        .body())
                .startsWith("{\"code\":\"0\"");
        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":60,\"tag\":\"a\"}"))
                .isEqualTo(new Answer(429, "{\"msg\":\"Too Many Requests\",\"code\":\"50011\"}"));
        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":60,\"tag\":\"b\"}")
                        .body())
                .startsWith("{\"code\":\"0\"");
    }

    @Test
    void the_dead_man_timer_speaks_in_seconds() {
        assertThat(client.post("trade/cancel-all-after", "{\"timeOut\":\"60\",\"tag\":\"\"}")
                        .body())
                .contains("[{\"triggerTime\":\"1700000060\",\"tag\":\"\",\"ts\":\"1700000000\"}]");
    }

    @Test
    void a_transfer_is_named_by_the_id_that_the_engine_gave_it() {
        venue.answerAll(Outcome.ACCEPTED, 100_000_000_000_000_777L);
        assertThat(client.post("asset/transfer", transfer("USDT")))
                .isEqualTo(
                        new Answer(
                                200,
                                "{\"code\":\"0\",\"data\":[{\"transId\":\"100000000000000777\",\"ccy\":\"USDT\",\"clientId\":\"\",\"from\":\"18\",\"amt\":\"1\",\"to\":\"6\"}],\"msg\":\"\"}"));
    }

    @Test
    void only_json_is_json() {
        assertThat(typed("application/json-patch+json"))
                .isEqualTo(
                        new Answer(
                                400,
                                "{\"code\":\"50006\",\"data\":[],\"msg\":\"Invalid Content-Type. Please use \\\"application/JSON\\\".\"}"));
        assertThat(typed("Application/JSON; charset=utf-8").body()).contains("Order placed");
        assertThat(venue.offered).hasSize(1);
    }

    @Test
    void positions_do_not_exist_here_nor_does_a_sub_account_that_nobody_made() {
        assertThat(client.post("trade/close-position", "{\"instId\":\"BTC-USDT\",\"mgnMode\":\"cross\"}"))
                .isEqualTo(new Answer(200, "{\"code\":\"51023\",\"data\":[],\"msg\":\"Position does not exist\"}"));
        assertThat(client.post("users/subaccount/delete-apikey", "{\"subAcct\":\"bob\",\"apiKey\":\"k\"}"))
                .isEqualTo(new Answer(200, "{\"code\":\"59510\",\"data\":[],\"msg\":\"Sub-account does not exist\"}"));
        assertThat(client.post("asset/subaccount/transfer", "{\"fromSubAccount\":\"bob\"}"))
                .isEqualTo(refusal("50014", "Parameter ccy can not be empty."));
    }

    @Test
    void a_request_sent_again_is_refused_by_its_client_order_id_and_after_its_window_by_its_timestamp() {
        String order = with(LIMIT, "clOrdId", "\"once\"");
        assertThat(results(client.post("trade/order", order))).containsExactly("0 Order placed");
        venue.answerAll(Outcome.CLIENT_ORDER_ID_EXISTS, 0);
        assertThat(results(client.post("trade/order", order))).containsExactly("51016 Client order ID already exists.");
        venue.answerAll(Outcome.CLIENT_ID_EXISTS, 0);
        assertThat(client.post("asset/transfer", transfer("USDT")).body()).contains("\"code\":\"58404\"");
        assertThat(venue.offered).hasSize(3);

        String old = Instant.now().minusSeconds(31).toString();
        assertThat(client.send("POST", "/api/v5/trade/order", order, old))
                .isEqualTo(new Answer(401, "{\"msg\":\"Timestamp request expired\",\"code\":\"50102\"}"));
        assertThat(venue.offered).hasSize(3);
    }

    /// Sets one field to each value of a table, all in one batch, and expects the result beside it.
    private void refuses(String path, String item, String table) {
        List<String> items = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] cells = line.split(" \\| ");
            items.add(with(item, cells[0].strip(), cells[1].strip()));
            expected.add(cells[2].strip());
        }
        assertThat(results(client.post(path, "[" + String.join(",", items) + "]")))
                .isEqualTo(expected);
    }

    private static String with(String item, String field, String value) {
        String others = item.replaceFirst("\"" + field + "\":\"[^\"]*\",?", "").replace(",}", "}");
        return others.replaceFirst("}$", ",\"" + field + "\":" + Matcher.quoteReplacement(value) + "}");
    }

    private static List<String> results(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return RESULT.matcher(answer.body())
                .results()
                .map((MatchResult result) -> result.group(1) + " " + result.group(2))
                .toList();
    }

    private static Answer refusal(String code, String message) {
        return new Answer(400, "{\"code\":\"" + code + "\",\"data\":[],\"msg\":\"" + message + "\"}");
    }

    private static String transfer(String currency) {
        return "{\"ccy\":\"" + currency + "\",\"amt\":\"1\",\"from\":\"18\",\"to\":\"6\"}";
    }

    private Answer expiring(String expTime) {
        return client.send(client.signed("POST", "/api/v5/trade/order", LIMIT, TestClient.now())
                .header("expTime", expTime));
    }

    private Answer typed(String contentType) {
        return client.send(client.signed("POST", "/api/v5/trade/order", LIMIT, TestClient.now())
                .setHeader("Content-Type", contentType));
    }
}
