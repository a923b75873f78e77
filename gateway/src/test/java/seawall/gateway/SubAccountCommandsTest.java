package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.SocketScene.ALICE;
import static seawall.gateway.SocketScene.BOB;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.TestClient.Answer;
import seawall.gateway.auth.Seal;
import seawall.wire.codec.ChangeApiKeyDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.Wallet;

/// What reaches the cluster when a main account manages its sub-accounts, and what never does. Alice has gridbot1
/// (1002)
/// and dcabot01 (1003), Bob has gridbot1 (1004).
class SubAccountCommandsTest {
    private static final int GRID = 1_002;
    private static final int DCA = 1_003;
    private static final String SUCCESS = "{\"code\":\"0\",\"data\":[";
    private static final String KEY =
            "{\"subAcct\":\"gridbot1\",\"label\":\"desk\",\"passphrase\":\"Pass-word1\",\"perm\":\"read_only,trade\","
                    + "\"ip\":\"10.0.0.1, 10.1.0.0/16\"}";
    private static final String TRANSFER =
            "{\"ccy\":\"USDT\",\"amt\":\"1.5\",\"from\":\"6\",\"to\":\"18\",\"type\":\"1\",\"subAcct\":\"gridbot1\"}";
    private static final String BETWEEN =
            "{\"ccy\":\"USDT\",\"amt\":\"1.5\",\"from\":\"6\",\"to\":\"6\",\"fromSubAccount\":\"gridbot1\","
                    + "\"toSubAccount\":\"dcabot01\"}";

    @TempDir
    Path directory;

    private SocketScene scene;
    private ScriptedVenue venue;
    private TestClient alice;
    private TestClient grid;

    @BeforeEach
    void start() {
        scene = new SocketScene(directory);
        venue = scene.venue;
        scene.entry()
                .subAccount(GRID, ALICE, "gridbot1", "")
                .subAccount(DCA, ALICE, "dcabot01", "")
                .subAccount(1_004, BOB, "gridbot1", "")
                .end();
        Seal seal = Seal.fromFile(directory.resolve("venue.key"));
        venue.apiKey(GRID, "key-grid", 3, seal.seal("key-grid", "secret-5", "pass-5"), "");
        scene.awaitApplied();
        venue.answerAll(Outcome.ACCEPTED, 77);
        alice = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
        grid = new TestClient(scene.gateway.port(), "key-grid", "secret-5", "pass-5");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private DirectBuffer command() {
        assertThat(venue.offered).hasSize(1);
        return venue.offered.removeFirst().bytes();
    }

    @FunctionalInterface
    private interface Data {
        int get(byte[] bytes, int offset, int length);
    }

    private static String data(int length, Data data) {
        byte[] bytes = new byte[length];
        data.get(bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String code(Answer answer) {
        return answer.status() + " " + between(answer.body(), "\"code\":\"", "\"");
    }

    @Test
    void a_sub_account_is_created_with_a_name_and_a_label() {
        venue.answerAll(Outcome.ACCEPTED, 1_005);
        Answer answer = alice.post(
                "users/subaccount/create-subaccount",
                "{\"subAcct\":\"newbot01\",\"type\":\"1\",\"label\":\"my bot\",\"pwd\":\"ignored\"}");
        assertThat(answer.body())
                .startsWith(SUCCESS + "{\"label\":\"my bot\",\"subAcct\":\"newbot01\",\"ts\":\"")
                .contains("\"uid\":\"100000000000001005\"");
        var command = new CreateSubAccountDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(ALICE);
        assertThat(command.name()).isEqualTo("newbot01");
        assertThat(data(command.labelLength(), command::getLabel)).isEqualTo("my bot");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"1\"}',                                                   400 50014",
        "'{\"subAcct\":\"newbot01\"}',                                         400 50014",
        "'{\"subAcct\":\"newbot01\",\"type\":\"2\"}',                          400 51000",
        "'{\"subAcct\":\"short\",\"type\":\"1\"}',                             400 51000",
        "'{\"subAcct\":\"twentyonecharacters00\",\"type\":\"1\"}',             400 51000",
        "'{\"subAcct\":\"with space\",\"type\":\"1\"}',                        400 51000",
        "'{\"subAcct\":\"k\u00f6nigbot\",\"type\":\"1\"}',                         400 51000",
        "'{\"subAcct\":[\"newbot01\"],\"type\":\"1\"}',                        400 51000",
        "'{\"subAcct\":{},\"type\":\"1\"}',                                  400 51000",
        "'{\"subAcct\":\"newbot01\",\"type\":\"1\",\"label\":\"123456789012345678901234567890123\"}', 400 51000",
        "'{\"subAcct\":\"newbot01\",\"type\":\"1\",\"label\":true}',                400 51000",
        "'[]',                                                                   400 50014",
    })
    void a_sub_account_that_cannot_be_never_becomes_a_command(String body, String refusal) {
        assertThat(code(alice.post("users/subaccount/create-subaccount", body))).isEqualTo(refusal);
        assertThat(venue.offered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUB_ACCOUNT_EXISTS, 59601",
        "LIMIT_REACHED,      59603",
        "MAIN_ACCOUNT_ONLY,  59500",
        "MALFORMED,          51000",
    })
    void a_refused_sub_account_names_its_reason(Outcome outcome, String code) {
        venue.answerAll(outcome, 0);
        assertThat(code(alice.post("users/subaccount/create-subaccount", "{\"subAcct\":\"newbot01\",\"type\":\"1\"}")))
                .isEqualTo("200 " + code);
    }

    @Test
    void a_key_is_sealed_and_its_secret_is_told_once() {
        Answer answer = alice.post("users/subaccount/apikey", KEY);
        assertThat(answer.body())
                .startsWith(SUCCESS + "{\"subAcct\":\"gridbot1\",\"label\":\"desk\",\"apiKey\":\"")
                .contains("\"passphrase\":\"Pass-word1\",\"perm\":\"read_only,trade\",\"ip\":\"10.0.0.1,10.1.0.0/16\"");
        DirectBuffer bytes = command();
        var command = new CreateApiKeyDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(GRID);
        assertThat(command.permissions()).isEqualTo((short) 3);
        String apiKey = command.apiKey();
        byte[] sealed = new byte[command.sealedSecretLength()];
        command.getSealedSecret(sealed, 0, sealed.length);
        assertThat(data(command.ipListLength(), command::getIpList)).isEqualTo("10.0.0.1,10.1.0.0/16");
        assertThat(data(command.labelLength(), command::getLabel)).isEqualTo("desk");
        String secret = between(answer.body(), "\"secretKey\":\"", "\"");
        assertThat(secret).matches("[0-9A-F]{32}");
        byte[] all = new byte[bytes.capacity()];
        bytes.getBytes(0, all);
        String text = new String(all, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain(secret).doesNotContain("Pass-word1");
        assertThat(answer.body()).contains("\"apiKey\":\"" + apiKey + "\"");
        venue.apiKey(GRID, apiKey, 1, sealed, "");
        scene.awaitApplied();
        TestClient owner = new TestClient(scene.gateway.port(), apiKey, secret, "Pass-word1");
        assertThat(owner.get("account/config").body()).contains("\"uid\":\"100000000000001002\"");
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"label\":\"desk\",',                  '',                                   400 50014",
        "'\"passphrase\":\"Pass-word1\",',       '',                                   400 50014",
        "'\"subAcct\":\"gridbot1\",',            '',                                   400 50014",
        "gridbot1,                                 nobody01,                             200 59510",
        "Pass-word1,                               short-1A,                             200 0",
        "Pass-word1,                               Pa-1,                                 200 59505",
        "Pass-word1,                               Password1,                            200 59505",
        "Pass-word1,                               pass-word1,                           200 59505",
        "Pass-word1,                               PASS-WORD1,                           200 59505",
        "Pass-word1,                               Pass-words,                           200 59505",
        "'read_only,trade',                        'read_only,withdraw',                 200 59504",
        "'read_only,trade',                        'everything',                         400 51000",
        "'10.0.0.1, 10.1.0.0/16',                  'example.com',                        400 51000",
        "'10.0.0.1, 10.1.0.0/16',                  '10.0.0.1/33',                        400 51000",
        "'10.0.0.1, 10.1.0.0/16',                  '1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9,1.1.2.1,1.1.2.2,1.1.2.3,1.1.2.4,1.1.2.5,1.1.2.6,1.1.2.7,1.1.2.8,1.1.2.9,1.1.3.1,1.1.3.2,1.1.3.3', 200 59503",
    })
    void a_key_that_cannot_be_never_becomes_a_command(String right, String wrong, String answer) {
        assertThat(KEY).contains(right);
        assertThat(code(alice.post("users/subaccount/apikey", KEY.replace(right, wrong))))
                .isEqualTo(answer);
        assertThat(venue.offered).hasSize(answer.equals("200 0") ? 1 : 0);
    }

    @Test
    void a_key_beyond_the_last_one_or_with_a_name_that_is_taken_is_refused() {
        venue.answerAll(Outcome.LIMIT_REACHED, 0);
        assertThat(code(alice.post("users/subaccount/apikey", KEY))).isEqualTo("200 59501");
        scene.entry().apiKeyChanged(GRID, "key-grid", 3, "", "desk").end();
        scene.awaitApplied();
        assertThat(code(alice.post("users/subaccount/apikey", KEY))).isEqualTo("200 59502");
    }

    @Test
    void a_key_changes_what_is_given_and_keeps_the_rest() {
        scene.entry().apiKeyChanged(GRID, "key-grid", 3, "10.0.0.1", "old").end();
        scene.awaitApplied();
        Answer answer = alice.post(
                "users/subaccount/modify-apikey",
                "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-grid\",\"perm\":\"read_only\"}");
        assertThat(answer.body())
                .startsWith(SUCCESS + "{\"subAcct\":\"gridbot1\",\"label\":\"old\",\"apiKey\":\"key-grid\","
                        + "\"perm\":\"read_only\",\"ip\":\"10.0.0.1\",\"ts\":\"");
        var command = new ChangeApiKeyDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(GRID);
        assertThat(command.apiKey()).isEqualTo("key-grid");
        assertThat(command.permissions()).isEqualTo((short) 1);
        assertThat(data(command.ipListLength(), command::getIpList)).isEqualTo("10.0.0.1");
        assertThat(data(command.labelLength(), command::getLabel)).isEqualTo("old");
        alice.post(
                "users/subaccount/modify-apikey",
                "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-grid\",\"ip\":\"\",\"label\":\"new\"}");
        command = new ChangeApiKeyDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.permissions()).isEqualTo((short) 3);
        assertThat(data(command.ipListLength(), command::getIpList)).isEmpty();
        assertThat(data(command.labelLength(), command::getLabel)).isEqualTo("new");
    }

    @Test
    void a_key_is_deleted_by_the_main_account_of_its_owner_alone() {
        assertThat(alice.post("users/subaccount/delete-apikey", "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-grid\"}")
                        .body())
                .startsWith(SUCCESS + "{\"subAcct\":\"gridbot1\"}]");
        var command = new DeleteApiKeyDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(GRID);
        assertThat(command.apiKey()).isEqualTo("key-grid");
        TestClient bob = new TestClient(scene.gateway.port(), "key-2", "secret-2", "pass-2");
        for (String path : List.of("users/subaccount/delete-apikey", "users/subaccount/modify-apikey")) {
            assertThat(code(bob.post(path, "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-grid\"}")))
                    .isEqualTo("200 59506");
            assertThat(code(alice.post(path, "{\"subAcct\":\"dcabot01\",\"apiKey\":\"key-grid\"}")))
                    .isEqualTo("200 59506");
            assertThat(code(alice.post(path, "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-1\"}")))
                    .as("the key of the main account itself")
                    .isEqualTo("200 59506");
        }
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void a_key_that_changes_ends_what_it_let_in_and_works_on_as_it_is_now() {
        SocketClient session = scene.client();
        session.login("key-grid", "secret-5", "pass-5");
        scene.entry().apiKeyChanged(GRID, "key-grid", 1, "", "less").end();
        assertThat(session.closed()).isEqualTo(4007);
        assertThat(grid.get("account/config").body()).contains("\"perm\":\"read_only\"");
        assertThat(code(grid.post("trade/cancel-all-after", "{\"timeOut\":\"0\"}")))
                .startsWith("200 50120");
        scene.entry().apiKeyChanged(GRID, "key-grid", 1, "10.9.9.9", "less").end();
        scene.awaitApplied();
        assertThat(grid.get("account/config").body()).contains("\"50110\"");
    }

    @Test
    void several_sub_accounts_are_let_transfer_out_at_once() {
        Answer answer = alice.post(
                "users/subaccount/set-transfer-out",
                "{\"subAcct\":\"gridbot1,dcabot01,gridbot1\",\"canTransOut\":true}");
        assertThat(answer.body())
                .startsWith(SUCCESS + "{\"subAcct\":\"gridbot1\",\"canTransOut\":true},"
                        + "{\"subAcct\":\"dcabot01\",\"canTransOut\":true}]");
        assertThat(venue.offered).hasSize(2);
        var command = new SetTransferOutDecoder()
                .wrapAndApplyHeader(venue.offered.get(1).bytes(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(ALICE);
        assertThat(command.subAccountId()).isEqualTo(DCA);
        assertThat(command.canTransferOut()).isEqualTo(Flag.YES);
        venue.offered.clear();
        assertThat(code(alice.post(
                        "users/subaccount/set-transfer-out",
                        "{\"subAcct\":\"gridbot1,nobody01\",\"canTransOut\":false}")))
                .isEqualTo("200 59510");
        assertThat(code(alice.post(
                        "users/subaccount/set-transfer-out", "{\"subAcct\":\"gridbot1\",\"canTransOut\":\"perhaps\"}")))
                .isEqualTo("400 51000");
        assertThat(code(alice.post(
                        "users/subaccount/set-transfer-out",
                        "{\"subAcct\":\"" + "gridbot1,".repeat(20) + "gridbot1\"}")))
                .isEqualTo("400 51000");
        assertThat(venue.offered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 1002, FUNDING, TRADING", "2, 1002, 1000, FUNDING, TRADING"})
    void a_main_account_sends_to_and_takes_from_a_sub_account(
            String type, int from, int to, Wallet fromWallet, Wallet toWallet) {
        Answer answer = alice.post(
                "asset/transfer", TRANSFER.replace("\"type\":\"1\"", "\"type\":\"" + type + "\",\"clientId\":\"c1\""));
        assertThat(answer.body())
                .startsWith(SUCCESS + "{\"transId\":\"77\",\"ccy\":\"USDT\",\"clientId\":\"c1\",\"from\":\"6\","
                        + "\"amt\":\"1.5\",\"to\":\"18\"}]");
        var command = new TransferBetweenAccountsDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(ALICE);
        assertThat(command.fromAccountId()).isEqualTo(from);
        assertThat(command.toAccountId()).isEqualTo(to);
        assertThat(command.amountAtoms()).isEqualTo(150_000_000);
        assertThat(command.from()).isEqualTo(fromWallet);
        assertThat(command.to()).isEqualTo(toWallet);
        assertThat(command.clientId()).isEqualTo("c1");
    }

    @Test
    void a_sub_account_that_may_sends_to_its_main_account_and_to_another_one() {
        scene.entry().transferOut(GRID, true).end();
        scene.awaitApplied();
        grid.post("asset/transfer", TRANSFER.replace("\"type\":\"1\"", "\"type\":\"3\""));
        var command = new TransferBetweenAccountsDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(GRID);
        assertThat(command.fromAccountId()).isEqualTo(GRID);
        assertThat(command.toAccountId()).isEqualTo(ALICE);
        grid.post(
                "asset/transfer",
                TRANSFER.replace("\"type\":\"1\"", "\"type\":\"4\"").replace("gridbot1", "dcabot01"));
        command = new TransferBetweenAccountsDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.toAccountId()).isEqualTo(DCA);
        assertThat(code(grid.post(
                        "asset/transfer",
                        TRANSFER.replace("\"type\":\"1\"", "\"type\":\"4\"").replace("gridbot1", "nobody01"))))
                .isEqualTo("200 58115");
        for (String type : List.of("1", "2")) {
            assertThat(code(grid.post(
                            "asset/transfer", TRANSFER.replace("\"type\":\"1\"", "\"type\":\"" + type + "\""))))
                    .isEqualTo("200 58128");
        }
        assertThat(venue.offered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gridbot1", "dcabot01", "nobody01", ""})
    void a_sub_account_that_may_not_send_learns_no_names_by_asking(String name) {
        for (String type : List.of("3", "4")) {
            assertThat(code(grid.post(
                            "asset/transfer",
                            TRANSFER.replace("\"type\":\"1\"", "\"type\":\"" + type + "\"")
                                    .replace("gridbot1", name))))
                    .isEqualTo("200 58119");
        }
        assertThat(venue.offered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUB_ACCOUNT_UNKNOWN,    58115",
        "TRANSFER_OUT_FORBIDDEN, 58119",
        "ACCOUNTS_EQUAL,         59507",
        "BALANCE_INSUFFICIENT,   58350",
        "CLIENT_ID_EXISTS,       58404",
    })
    void a_refused_transfer_between_accounts_names_its_reason(Outcome outcome, String code) {
        venue.answerAll(outcome, 0);
        assertThat(code(alice.post("asset/transfer", TRANSFER))).isEqualTo("200 " + code);
        assertThat(code(alice.post("asset/subaccount/transfer", BETWEEN))).isEqualTo("200 " + code);
    }

    @ParameterizedTest
    @CsvSource({
        "\"1.5\",        \"0\",                      400 58114",
        "\"1.5\",        \"-1\",                     400 58114",
        "\"1.5\",        \"92233720368547758080\",   200 58116",
        "\"1.5\",        \"1e9999999\",              400 51000",
        "\"1.5\",        \"1.000000001\",            400 51000",
        "\"1.5\",        [],                         400 51000",
        "\"USDT\",       \"DOGE\",                   200 51012",
        "gridbot1,       nobody01,                   200 58115",
        "gridbot1,       '',                         400 50014",
    })
    void a_wrong_transfer_between_accounts_never_becomes_a_command(String right, String wrong, String refusal) {
        assertThat(TRANSFER).contains(right);
        assertThat(code(alice.post("asset/transfer", TRANSFER.replace(right, wrong))))
                .isEqualTo(refusal);
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void two_sub_accounts_are_served_by_their_main_account_alone() {
        assertThat(alice.post("asset/subaccount/transfer", BETWEEN).body())
                .startsWith(SUCCESS + "{\"transId\":\"77\"}]");
        var command = new TransferBetweenAccountsDecoder().wrapAndApplyHeader(command(), 0, new MessageHeaderDecoder());
        assertThat(command.accountId()).isEqualTo(ALICE);
        assertThat(command.fromAccountId()).isEqualTo(GRID);
        assertThat(command.toAccountId()).isEqualTo(DCA);
        assertThat(code(alice.post("asset/subaccount/transfer", BETWEEN.replace("dcabot01", "nobody01"))))
                .isEqualTo("200 59510");
        assertThat(code(grid.post("asset/subaccount/transfer", BETWEEN))).isEqualTo("200 59604");
        assertThat(venue.offered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-subaccount", "apikey", "modify-apikey", "delete-apikey", "set-transfer-out"})
    void a_sub_account_manages_nobody_not_even_itself(String name) {
        assertThat(code(grid.post(
                        "users/subaccount/" + name, KEY.replace("}", ",\"type\":\"1\",\"apiKey\":\"key-grid\"}"))))
                .isEqualTo("200 59500");
        assertThat(venue.offered).isEmpty();
    }

    @Test
    void reading_keys_leaves_the_allowance_for_making_them() {
        scene.close();
        scene = new SocketScene(directory, config -> config.withRateLimitFactor(1));
        scene.entry().subAccount(GRID, ALICE, "gridbot1", "").end();
        scene.awaitApplied();
        scene.venue.answerAll(Outcome.ACCEPTED, 0);
        alice = new TestClient(scene.gateway.port(), "key-1", "secret-1", "pass-1");
        for (int i = 0; i < 10; i++) {
            assertThat(alice.get("users/subaccount/apikey?subAcct=gridbot1").status())
                    .isEqualTo(200);
        }
        assertThat(code(alice.post("users/subaccount/apikey", KEY))).isEqualTo("200 0");
        assertThat(alice.post("users/subaccount/apikey", KEY).status()).isEqualTo(429);
        assertThat(alice.get("users/subaccount/apikey?subAcct=gridbot1").status())
                .isEqualTo(200);
    }
}
