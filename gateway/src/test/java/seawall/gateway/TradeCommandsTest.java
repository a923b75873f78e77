package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.view.HandWrittenJournal;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Wallet;

/// Timers, mass cancel, transfers, and amendments in numbers: what they ask of the engine and how they are answered.
class TradeCommandsTest {
    private static final String TRANSFER =
            "{\"ccy\":\"USDT\",\"amt\":\"1.5\",\"from\":\"6\",\"to\":\"18\",\"type\":\"0\",\"clientId\":\"move1\"}";

    @TempDir
    Path directory;

    private SocketScene scene;
    private ScriptedVenue venue;
    private TestClient rest;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        venue = scene.venue;
        rest = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    // Cancel all after.

    @Test
    void the_dead_man_timer_is_armed_for_a_tag_and_says_when_it_fires() {
        venue.answerAll(Outcome.ACCEPTED, 0);
        Answer answer = rest.post("trade/cancel-all-after", "{\"timeOut\":60,\"tag\":\"bot7\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .matches(
                        "\\{\"code\":\"0\",\"data\":\\[\\{\"triggerTime\":\"1700000060\",\"tag\":\"bot7\",\"ts\":\"1700000000\"}],\"msg\":\"\"}");
        var command = venue.offered.getFirst().cancelAllAfter();
        assertThat(command.accountId()).isEqualTo(SocketScene.ALICE);
        assertThat(command.timeoutNanos()).isEqualTo(60_000_000_000L);
        assertThat(command.tag()).isEqualTo("bot7");
    }

    @Test
    void the_dead_man_timer_is_disarmed_by_zero() {
        venue.answerAll(Outcome.ACCEPTED, 0);
        assertThat(rest.post("trade/cancel-all-after", "{\"timeOut\":\"0\"}").body())
                .contains("\"data\":[{\"triggerTime\":\"0\",\"tag\":\"\",\"ts\":\"");
        assertThat(venue.offered.getFirst().cancelAllAfter().timeoutNanos()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                             | 400 | 50014 | Parameter timeOut can not be empty.
            {"timeOut":"9"}                                | 400 | 51000 | Parameter timeOut error
            {"timeOut":"121"}                              | 400 | 51000 | Parameter timeOut error
            {"timeOut":"-1"}                               | 400 | 51000 | Parameter timeOut error
            {"timeOut":"10.5"}                             | 400 | 51000 | Parameter timeOut error
            {"timeOut":"soon"}                             | 400 | 51000 | Parameter timeOut error
            {"timeOut":"60","tag":"no-dashes"}             | 400 | 51000 | Parameter tag error
            {"timeOut":"60","tag":"12345678901234567"}     | 400 | 51000 | Parameter tag error
            """)
    void a_wrong_timer_never_becomes_a_command(String body, int status, String code, String message) {
        Answer answer = rest.post("trade/cancel-all-after", body);
        assertThat(answer)
                .isEqualTo(new Answer(status, "{\"code\":\"" + code + "\",\"data\":[],\"msg\":\"" + message + "\"}"));
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void one_timer_too_many_is_refused_by_its_code() {
        venue.answerAll(Outcome.TIMERS_MAX, 0);
        assertThat(rest.post("trade/cancel-all-after", "{\"timeOut\":\"60\",\"tag\":\"t21\"}")
                        .body())
                .contains("\"code\":\"51071\"", "\"data\":[]");
    }

    // Mass cancel.

    @Test
    void mass_cancel_over_a_socket_says_its_result_without_times() {
        venue.answerAll(Outcome.ACCEPTED, 5);
        SocketClient client = scene.alice();
        client.send(
                "{\"id\":\"77\",\"op\":\"mass-cancel\",\"args\":[{\"instType\":\"SPOT\",\"instId\":\"BTC-USDT\"}]}");
        assertThat(client.next())
                .isEqualTo(
                        "{\"id\":\"77\",\"op\":\"mass-cancel\",\"data\":[{\"result\":true}],\"code\":\"0\",\"msg\":\"\"}");
        assertThat(venue.offered.getFirst().massCancel().accountId()).isEqualTo(SocketScene.ALICE);
        assertThat(venue.offered.getFirst().massCancel().instrumentId()).isEqualTo(HandWrittenJournal.BTC_USDT);
        client.send(
                "{\"id\":\"78\",\"op\":\"mass-cancel\",\"args\":[{\"instType\":\"OPTION\",\"instFamily\":\"BTC-USD\"}]}");
        assertThat(client.next())
                .isEqualTo(
                        "{\"id\":\"78\",\"op\":\"mass-cancel\",\"data\":[],\"code\":\"51010\",\"msg\":\"Request unsupported under current account mode\"}");
        assertThat(venue.offered).hasSize(1);
    }

    // Transfers.

    @ParameterizedTest
    @CsvSource({"6, 18, FUNDING, TRADING", "18, 6, TRADING, FUNDING"})
    void a_transfer_moves_atoms_between_the_wallets_in_either_direction(String from, String to, Wallet out, Wallet in) {
        venue.answerAll(Outcome.ACCEPTED, 4_711);
        Answer answer = rest.post(
                "asset/transfer",
                TRANSFER.replace("\"from\":\"6\",\"to\":\"18\"", "\"from\":\"" + from + "\",\"to\":\"" + to + "\""));
        assertThat(answer)
                .isEqualTo(new Answer(
                        200,
                        "{\"code\":\"0\",\"data\":[{\"transId\":\"4711\",\"ccy\":\"USDT\",\"clientId\":\"move1\",\"from\":\""
                                + from + "\",\"amt\":\"1.5\",\"to\":\"" + to + "\"}],\"msg\":\"\"}"));
        var command = venue.offered.getFirst().transfer();
        assertThat(command.accountId()).isEqualTo(SocketScene.ALICE);
        assertThat(command.currencyId()).isEqualTo(HandWrittenJournal.USDT);
        assertThat(command.amountAtoms()).isEqualTo(150_000_000);
        assertThat(command.from()).isEqualTo(out);
        assertThat(command.to()).isEqualTo(in);
        assertThat(command.clientId()).isEqualTo("move1");
    }

    @ParameterizedTest
    @CsvSource({
        "BALANCE_INSUFFICIENT, 58350, Insufficient balance.",
        "CLIENT_ID_EXISTS,     58404, ClientId already exists",
        "WALLETS_EQUAL,        58123, The From parameter cannot be the same as the To parameter.",
    })
    void a_refused_transfer_names_its_reason(Outcome outcome, String code, String message) {
        venue.answerAll(outcome, 0);
        assertThat(rest.post("asset/transfer", TRANSFER))
                .isEqualTo(new Answer(200, "{\"code\":\"" + code + "\",\"data\":[],\"msg\":\"" + message + "\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "\"amt\":\"1.5\",  '',                        400, 50014",
        "\"ccy\":\"USDT\", '\"ccy\":\"DOGE\"',        200, 51012",
        "\"amt\":\"1.5\",  '\"amt\":\"0\"',           400, 58114",
        "\"amt\":\"1.5\",  '\"amt\":\"-1\"',          400, 58114",
        "\"amt\":\"1.5\",  '\"amt\":\"1.000000001\"', 400, 51000",
        "\"from\":\"6\",   '\"from\":\"7\"',          400, 51000",
        "\"type\":\"0\",   '\"type\":\"1\"',          400, 50014",
        "\"type\":\"0\",   '\"type\":\"1\",\"subAcct\":\"nobody\"', 200, 58115",
        "\"type\":\"0\",   '\"type\":\"3\"',          200, 58127",
        "\"type\":\"0\",   '\"type\":\"4\"',          200, 58127",
        "\"type\":\"0\",   '\"type\":\"5\"',          400, 51000",
    })
    void a_wrong_transfer_never_becomes_a_command(String right, String wrong, int status, String code) {
        String body = wrong.isEmpty() ? TRANSFER.replace(right + ",", "") : TRANSFER.replace(right, wrong);
        assertThat(body).isNotEqualTo(TRANSFER);
        Answer answer = rest.post("asset/transfer", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"data\":[],");
        assertThat(venue.offered).isEmpty();
    }

    // Amendments.

    @Test
    void a_fourth_amendment_of_an_order_waits_until_one_of_three_is_decided() {
        SocketClient client = scene.alice();
        for (int i = 1; i <= 4; i++) {
            client.send(amendment(i, "\"ordId\":\"100000000000000001\""));
        }
        assertThat(client.next())
                .contains(
                        "\"id\":\"4\"", "\"code\":\"1\",\"msg\":\"\"", "\"sCode\":\"51513\"", "cannot exceed 3 times.");
        assertThat(venue.offered).hasSize(3);
        client.send(amendment(5, "\"ordId\":\"100000000000000002\""));
        Until.holds(() -> venue.offered.size() == 4);
        venue.answer(venue.offered.getFirst(), Outcome.ACCEPTED, 100_000_000_000_000_001L);
        assertThat(client.next()).contains("\"id\":\"1\"", "\"sCode\":\"0\"");
        client.send(amendment(6, "\"ordId\":\"100000000000000001\""));
        Until.holds(() -> venue.offered.size() == 5);
        venue.answer(venue.offered.get(4), Outcome.ORDER_UNKNOWN, 0);
        assertThat(client.next()).contains("\"id\":\"6\"", "\"sCode\":\"51503\"");
    }

    private static String amendment(int id, String order) {
        return "{\"id\":\"" + id + "\",\"op\":\"amend-order\",\"args\":[{\"instId\":\"BTC-USDT\"," + order
                + ",\"newSz\":\"0.5\"}]}";
    }

    @Test
    void a_batch_amends_an_order_once_and_refuses_its_repetition() {
        venue.answerAll(Outcome.ACCEPTED, 1);
        String first = "{\"instId\":\"BTC-USDT\",\"ordId\":\"1\",\"newSz\":\"0.5\"}";
        String named = "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"mine\",\"newSz\":\"0.5\"}";
        Answer answer = rest.post(
                "trade/amend-batch-orders",
                "[" + first + "," + named + "," + first.replace("0.5", "0.6") + "," + named + "]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"code\":\"2\"")
                .containsSubsequence(
                        "\"sCode\":\"0\"", "\"sCode\":\"0\"", "\"sCode\":\"51512\"", "\"sCode\":\"51512\"");
        assertThat(venue.offered).hasSize(2);
    }
}
