package seawall.gateway.trade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.admission.Buckets;
import seawall.gateway.admission.OrderAdmission;
import seawall.gateway.auth.IpList;
import seawall.gateway.auth.Seal;
import seawall.gateway.view.HandWrittenJournal;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.view.Views;
import seawall.link.CommandLink;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;
import seawall.wire.codec.ChangeApiKeyDecoder;
import seawall.wire.codec.CreateApiKeyDecoder;
import seawall.wire.codec.CreateSubAccountDecoder;
import seawall.wire.codec.DeleteApiKeyDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.SetTransferOutDecoder;
import seawall.wire.codec.TransferBetweenAccountsDecoder;
import seawall.wire.codec.TransferDecoder;
import seawall.wire.codec.Wallet;

/// Whatever a body says, a request about sub-accounts has one answer, and what reaches the log is about accounts of the
/// family that asks and within what the engine takes. Account 1000 has 1002 and 1003, account 1001 has 1004.
final class FamilyRequestsFuzz extends FuzzTarget {
    private static final int MAIN = 1_000;
    private static final int SUB = 1_002;
    private static final Set<Integer> FAMILY = Set.of(1_000, 1_002, 1_003);
    private static final Set<Integer> SUB_ACCOUNTS = Set.of(1_002, 1_003);
    private static final List<String> PATHS = List.of(
            "users/subaccount/create-subaccount",
            "users/subaccount/apikey",
            "users/subaccount/modify-apikey",
            "users/subaccount/delete-apikey",
            "users/subaccount/set-transfer-out",
            "asset/subaccount/transfer",
            "asset/transfer");
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "{\"subAcct\":\"newbot01\",\"type\":\"1\",\"label\":\"my bot\",\"pwd\":\"x\"}",
            "{\"subAcct\":\"gridbot1\",\"label\":\"desk\",\"passphrase\":\"Pass-word1\",\"perm\":\"read_only,trade\",\"ip\":\"10.0.0.1,2001:db8::/32\"}",
            "{\"subAcct\":\"gridbot1\",\"apiKey\":\"key-of-grid\",\"label\":\"new\",\"perm\":\"trade\",\"ip\":\"\"}",
            "{\"subAcct\":\"gridbot1,dcabot01\",\"canTransOut\":true}",
            "{\"ccy\":\"USDT\",\"amt\":\"1.5\",\"from\":\"6\",\"to\":\"18\",\"fromSubAccount\":\"gridbot1\",\"toSubAccount\":\"dcabot01\"}",
            "{\"ccy\":\"USDT\",\"amt\":\"46116860184.27387903\",\"from\":\"6\",\"to\":\"6\",\"type\":\"1\",\"subAcct\":\"gridbot1\",\"clientId\":\"c1\"}",
            "{\"ccy\":\"BTC\",\"amt\":\"1e-8\",\"from\":\"18\",\"to\":\"18\",\"type\":\"4\",\"subAcct\":\"dcabot01\"}",
            "{\"ccy\":\"BTC\",\"amt\":7,\"from\":6,\"to\":18,\"type\":3}",
            "[{\"subAcct\":[\"gridbot1\"]}]");
    private static final Recorder LINK = new Recorder();
    private static final TradeRoutes ROUTES = routes();

    FamilyRequestsFuzz() {
        super(SEEDS, 10_000, FamilyRequestsFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        @Nullable Object body;
        try {
            body = JsonInput.read(input);
        } catch (MalformedJsonException refused) {
            return;
        }
        for (int accountId : new int[] {MAIN, SUB}) {
            for (String path : PATHS) {
                TradeRoutes.Route route = ROUTES.find("/api/v5/" + path);
                assertThat(route).isNotNull();
                var answers = new ArrayList<TradeReply>();
                LINK.offered = null;
                route.handler().handle(new TradeRoutes.Request(body, "", accountId), Runnable::run, answers::add);
                assertThat(answers).hasSize(1);
                TradeReply answer = answers.getFirst();
                assertThat(answer.code()).matches("5[0-9]{4}");
                assertThat(answer.message()).isNotBlank();
                DirectBuffer command = LINK.offered;
                assertThat(answer.code().equals("50013")).isEqualTo(command != null);
                if (command != null) {
                    check(command, accountId);
                }
            }
        }
    }

    private static void check(DirectBuffer command, int accountId) {
        var header = new MessageHeaderDecoder();
        switch (header.wrap(command, 0).templateId()) {
            case CreateSubAccountDecoder.TEMPLATE_ID -> {
                var create = new CreateSubAccountDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(create.accountId()).isEqualTo(MAIN).isEqualTo(accountId);
                assertThat(create.name()).matches("[A-Za-z0-9]{6,20}");
                assertThat(create.labelLength()).isLessThanOrEqualTo(64);
            }
            case SetTransferOutDecoder.TEMPLATE_ID -> {
                var set = new SetTransferOutDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(set.accountId()).isEqualTo(MAIN).isEqualTo(accountId);
                assertThat(SUB_ACCOUNTS).contains(set.subAccountId());
            }
            case CreateApiKeyDecoder.TEMPLATE_ID -> {
                var create = new CreateApiKeyDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(accountId).isEqualTo(MAIN);
                assertThat(SUB_ACCOUNTS).contains(create.accountId());
                assertThat(create.permissions()).isIn((short) 1, (short) 3);
                create.skipSealedSecret();
                byte[] ipList = new byte[create.ipListLength()];
                create.getIpList(ipList, 0, ipList.length);
                assertThat(IpList.isList(new String(ipList, StandardCharsets.UTF_8)))
                        .isTrue();
            }
            case ChangeApiKeyDecoder.TEMPLATE_ID -> {
                var change = new ChangeApiKeyDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(accountId).isEqualTo(MAIN);
                assertThat(change.accountId()).isEqualTo(SUB);
                assertThat(change.permissions()).isIn((short) 1, (short) 3);
            }
            case DeleteApiKeyDecoder.TEMPLATE_ID -> {
                var delete = new DeleteApiKeyDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(accountId).isEqualTo(MAIN);
                assertThat(delete.accountId()).isEqualTo(SUB);
                assertThat(delete.apiKey()).isEqualTo("key-of-grid");
            }
            case TransferBetweenAccountsDecoder.TEMPLATE_ID -> {
                var transfer = new TransferBetweenAccountsDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(transfer.accountId()).isEqualTo(accountId);
                assertThat(FAMILY).contains(transfer.fromAccountId(), transfer.toAccountId());
                assertThat(transfer.fromAccountId()).isIn(accountId == SUB ? Set.of(SUB) : FAMILY);
                isMoney(transfer.amountAtoms(), transfer.from(), transfer.to(), transfer.clientId());
            }
            case TransferDecoder.TEMPLATE_ID -> {
                var transfer = new TransferDecoder().wrapAndApplyHeader(command, 0, header);
                assertThat(transfer.accountId()).isEqualTo(accountId);
                isMoney(transfer.amountAtoms(), transfer.from(), transfer.to(), transfer.clientId());
            }
            default -> throw new AssertionError("no request asks for template " + header.templateId());
        }
    }

    private static void isMoney(long atoms, Wallet from, Wallet to, String clientId) {
        assertThat(atoms).isPositive().isLessThan(1L << 62);
        assertThat(from).isNotEqualTo(Wallet.NULL_VAL);
        assertThat(to).isNotEqualTo(Wallet.NULL_VAL);
        assertThat(clientId).matches("[A-Za-z0-9]{0,32}");
    }

    private static TradeRoutes routes() {
        Views views = new Views(ViewLimits.standard());
        new HandWrittenJournal(views)
                .venue()
                .entry(HandWrittenJournal.START_NANOS)
                .subAccount(1_002, 1_000, "gridbot1", "")
                .subAccount(1_003, 1_000, "dcabot01", "")
                .subAccount(1_004, 1_001, "otherbot", "")
                .transferOut(1_002, true)
                .apiKey(1_002, "key-of-grid")
                .end();
        Instruments instruments = new Instruments();
        views.currencies().forEach(instruments::put);
        OrderDesk desk = new OrderDesk(
                instruments,
                views::openAlgo,
                new PendingCommands(8, 0),
                LINK,
                new OrderAdmission(new Buckets(8), 1),
                () -> HandWrittenJournal.START_NANOS,
                1,
                1);
        return new TradeRoutes(desk, views, new Seal(new byte[32]));
    }

    /// Remembers what it was offered, and takes none of it.
    private static final class Recorder implements CommandLink {
        @Nullable
        DirectBuffer offered;

        @Override
        public Offer offer(DirectBuffer command, int offset, int length) {
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, command, offset, length);
            offered = copy;
            return Offer.FULL;
        }

        @Override
        public void onEntry(DirectBuffer buffer, int offset, int length) {}

        @Override
        public int gatewayId() {
            return 1;
        }

        @Override
        public long incarnation() {
            return 1;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void close() {}
    }
}
