package seawall.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.gateway.Gateway;
import seawall.gateway.GatewayConfig;
import seawall.gateway.auth.Seal;
import seawall.link.CommandLink;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateApiKeyEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OpenStreamEncoder;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Wallet;

/// The engine behind real gateways with real sockets, in one process and without a cluster between them: a command is
/// applied when it is offered. It has BTC-USDT, and what the test adds.
final class VenueBehindSockets implements AutoCloseable {
    private static final int GATEWAY = 1;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final CopyOnWriteArrayList<UnsafeBuffer> journal = new CopyOnWriteArrayList<>();
    private final EngineReplica replica;
    private final JournalChecker checker = new JournalChecker();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final GatewayConfig config;
    private final Seal seal;
    private long incarnation;
    private long streamSequence;

    /// @param directory where the venue key is
    VenueBehindSockets(Path directory, Limits limits) {
        Path key = directory.resolve("venue.key");
        seal = Seal.fromFile(key);
        config = GatewayConfig.standard(0, 0, key)
                .withHost("127.0.0.1")
                .withRateLimitFactor(100)
                .withDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100));
        replica = new EngineReplica(limits, (sequence, part, last, bytes, offset, length) -> {
            if (part != 0 || !last) {
                throw new IllegalStateException("expected entries of one part, found part " + part);
            }
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, bytes, offset, length);
            checker.onEntry(copy, 0, length);
            journal.add(copy);
        });
        openStream();
        for (String code : List.of("BTC", "USDT")) {
            var currency = new CreateCurrencyEncoder().wrapAndApplyHeader(buffer, 0, header);
            apply(currency.code(code).scale((short) 8).balanceAtomsMax(1L << 60).encodedLength());
        }
        var list = new ListInstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        list.name("BTC-USDT").baseCurrency("BTC").quoteCurrency("USDT");
        list.tickMantissa(1).tickScale((short) 1).lotMantissa(1).lotScale((short) 4);
        list.minLots(1).maxLimitLots(1 << 20).maxMarketLots(1 << 20).maxMarketQuoteAtoms(1L << 50);
        list.bandMillionths(0).referencePriceTicks(100_000).phase(Phase.TRADING);
        apply(list.encodedLength());
    }

    /// A gateway that follows the journal from its beginning, in a newer incarnation than any before it.
    synchronized Gateway gateway() {
        openStream();
        var gateway = Gateway.start(config, new Link(), this::reader, null, List::of, problem -> {
            throw new AssertionError(problem);
        });
        until(gateway::isLive);
        return gateway;
    }

    synchronized void account(String name) {
        var account = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, header);
        apply(account.name(name).makerFeeMillionths(0).takerFeeMillionths(1_000).encodedLength());
    }

    synchronized void apiKey(int accountId, String key, String secret, String passphrase) {
        var command = new CreateApiKeyEncoder().wrapAndApplyHeader(buffer, 0, header);
        command.accountId(accountId).apiKey(key).permissions((short) 3);
        byte[] sealed = seal.seal(key, secret, passphrase);
        command.putSealedSecret(sealed, 0, sealed.length);
        command.putIpList(new byte[0], 0, 0).putLabel(new byte[0], 0, 0);
        apply(command.encodedLength());
    }

    synchronized void deposit(int accountId, int currencyId, long atoms) {
        var command = new DepositEncoder().wrapAndApplyHeader(buffer, 0, header);
        command.accountId(accountId).wallet(Wallet.FUNDING).currencyId(currencyId);
        apply(command.amountAtoms(atoms).clientId("gift" + currencyId).encodedLength());
    }

    /// What the audit of the journal found.
    synchronized List<JournalChecker.Violation> violations() {
        return checker.violations();
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("expected a condition within 10 s, it never held");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void openStream() {
        incarnation++;
        streamSequence = 0;
        apply(new OpenStreamEncoder().wrapAndApplyHeader(buffer, 0, header).encodedLength());
    }

    /// Applies what is in the buffer.
    private void apply(int blockLength) {
        new CommandHeaderEncoder()
                .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                .correlationId(0)
                .deadlineNanos(0);
        number(buffer, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }

    private void number(DirectBuffer command, int length) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[length]);
        bytes.putBytes(0, command, 0, length);
        new CommandHeaderEncoder()
                .wrap(bytes, MessageHeaderEncoder.ENCODED_LENGTH)
                .streamSequence(streamSequence++)
                .incarnation(incarnation)
                .gatewayId(GATEWAY);
        replica.onCommand(System.currentTimeMillis() * 1_000_000, bytes, 0, length);
    }

    private JournalReader reader(JournalEntryHandler handler) {
        return new JournalReader() {
            private int delivered;

            @Override
            public int poll(int entriesMax) {
                int first = delivered;
                while (delivered < journal.size() && delivered - first < entriesMax) {
                    UnsafeBuffer entry = journal.get(delivered);
                    delivered++;
                    handler.onEntry(delivered, entry, 0, entry.capacity());
                }
                return delivered - first;
            }

            @Override
            public long sequence() {
                return delivered;
            }

            @Override
            public boolean isLive() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}

    /// Numbers commands and applies them at once.
    private final class Link implements CommandLink {
        private final long mine = incarnation;

        @Override
        public Offer offer(DirectBuffer command, int offset, int length) {
            synchronized (VenueBehindSockets.this) {
                UnsafeBuffer bytes = new UnsafeBuffer(new byte[length]);
                bytes.putBytes(0, command, offset, length);
                number(bytes, length);
            }
            return Offer.TAKEN;
        }

        @Override
        public void onEntry(DirectBuffer entry, int offset, int length) {}

        @Override
        public int gatewayId() {
            return GATEWAY;
        }

        @Override
        public long incarnation() {
            return mine;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void close() {}
    }
}
