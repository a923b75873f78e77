package seawall.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import seawall.app.market.DemoInstrument;
import seawall.link.CommandLink;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.CreateAccountEncoder;
import seawall.wire.codec.CreateApiKeyEncoder;
import seawall.wire.codec.CreateCurrencyEncoder;
import seawall.wire.codec.DepositEncoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.ListInstrumentEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Wallet;

/// Opens the venue: currencies, instruments, accounts, keys and paper money, each by a command whose answer is
/// awaited in the
/// journal. Every command may be repeated: what is there already is left as it is. One thread.
final class Opening {
    /// Atoms of every currency; all of them fit in a long many times over.
    static final int CURRENCY_SCALE = 8;

    private static final int ENTRIES_PER_POLL = 256;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final long UNLIMITED = 1L << 50;
    private static final long BALANCE_ATOMS_MAX = 1L << 62;
    private static final int PRICE_BAND_MILLIONTHS = 100_000;

    private final CommandLink link;
    private final Runnable poll;
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder entryHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entry = new EntryPartDecoder();
    private long correlationId;
    private boolean answered;
    private Outcome outcome = Outcome.NULL_VAL;
    private long detail;

    /// @param poll delivers journal entries to [#onEntry] and to the link, and rests when there are none
    Opening(CommandLink link, Runnable poll) {
        this.link = link;
        this.poll = poll;
    }

    /// Lets somebody issue commands and hear the answers.
    ///
    /// @param journals opens the journal from its beginning for a handler
    static void with(
            CommandLink link, Function<JournalEntryHandler, JournalReader> journals, Consumer<Opening> commands) {
        var opening = new AtomicReference<Opening>();
        try (var reader = journals.apply((sequence, buffer, offset, length) -> {
            link.onEntry(buffer, offset, length);
            Objects.requireNonNull(opening.get(), "set before the reader is polled")
                    .onEntry(buffer, offset, length);
        })) {
            opening.set(new Opening(link, () -> {
                if (reader.poll(ENTRIES_PER_POLL) == 0) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
                }
            }));
            commands.accept(opening.get());
        }
    }

    /// Takes every journal entry, in search of the awaited answer.
    void onEntry(DirectBuffer journal, int offset, int length) {
        entry.wrapAndApplyHeader(journal, offset, entryHeader);
        if (entry.gatewayId() == link.gatewayId()
                && entry.incarnation() == link.incarnation()
                && entry.correlationId() == correlationId
                && entry.outcome() != Outcome.STREAM_REPEATED
                && entry.outcome() != Outcome.STREAM_GAP) {
            answered = true;
            outcome = entry.outcome();
            detail = entry.detail();
        }
    }

    /// Creates a currency unless it exists.
    ///
    /// @return its id
    int currency(String code) {
        var command = new CreateCurrencyEncoder();
        open(command.wrapAndApplyHeader(buffer, 0, header).header());
        command.code(code).scale((short) CURRENCY_SCALE).balanceAtomsMax(BALANCE_ATOMS_MAX);
        return (int) send("create currency " + code, command.encodedLength(), Outcome.CURRENCY_EXISTS);
    }

    /// Lists an instrument unless it is listed.
    int instrument(DemoInstrument instrument) {
        var command = new ListInstrumentEncoder();
        open(command.wrapAndApplyHeader(buffer, 0, header).header());
        command.name(instrument.name())
                .baseCurrency(instrument.base())
                .quoteCurrency(instrument.quote())
                .tickMantissa(1)
                .tickScale((short) instrument.tickScale())
                .lotMantissa(1)
                .lotScale((short) instrument.lotScale())
                .minLots(instrument.minLots())
                .maxLimitLots(UNLIMITED)
                .maxMarketLots(UNLIMITED)
                .maxMarketQuoteAtoms(UNLIMITED)
                .bandMillionths(PRICE_BAND_MILLIONTHS)
                .referencePriceTicks(instrument.startTicks())
                .phase(Phase.TRADING);
        return (int) send("list instrument " + instrument.name(), command.encodedLength(), Outcome.INSTRUMENT_EXISTS);
    }

    /// Creates an account unless the name has one.
    ///
    /// @return its id
    int account(String name, int makerFeeMillionths, int takerFeeMillionths) {
        var command = new CreateAccountEncoder();
        open(command.wrapAndApplyHeader(buffer, 0, header).header());
        command.name(name).makerFeeMillionths(makerFeeMillionths).takerFeeMillionths(takerFeeMillionths);
        return (int) send("create account " + name, command.encodedLength());
    }

    /// Creates an API key that may read, trade and withdraw, unless it exists.
    void apiKey(int accountId, String apiKey, byte[] sealedSecret, String label) {
        var command = new CreateApiKeyEncoder();
        open(command.wrapAndApplyHeader(buffer, 0, header).header());
        command.accountId(accountId).apiKey(apiKey).permissions((short) 7);
        command.putSealedSecret(sealedSecret, 0, sealedSecret.length);
        byte[] labelBytes = label.getBytes(StandardCharsets.US_ASCII);
        command.putIpList(new byte[0], 0, 0).putLabel(labelBytes, 0, labelBytes.length);
        send("create an API key of account " + accountId, command.encodedLength(), Outcome.API_KEY_EXISTS);
    }

    /// Issues paper money once for each client id.
    ///
    /// @param units whole units of the currency
    void deposit(int accountId, int currencyId, Wallet wallet, long units, String clientId) {
        var command = new DepositEncoder();
        open(command.wrapAndApplyHeader(buffer, 0, header).header());
        command.accountId(accountId)
                .wallet(wallet)
                .currencyId(currencyId)
                .amountAtoms(Math.multiplyExact(units, Math.powExact(10L, CURRENCY_SCALE)))
                .clientId(clientId);
        send("deposit " + clientId, command.encodedLength());
    }

    private void open(CommandHeaderEncoder command) {
        correlationId++;
        answered = false;
        command.streamSequence(0)
                .correlationId(correlationId)
                .incarnation(0)
                .deadlineNanos(0)
                .gatewayId(0);
    }

    private long send(String what, int bodyLength, Outcome... alsoGood) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        long deadlineNanos = System.nanoTime() + ANSWER_MAX.toNanos();
        while (link.offer(buffer, 0, length) != CommandLink.Offer.TAKEN) {
            waitUntil(deadlineNanos, what + ": the link did not take it");
        }
        while (!answered) {
            waitUntil(deadlineNanos, what + ": no answer in the journal");
        }
        Set<Outcome> good = EnumSet.of(Outcome.ACCEPTED, alsoGood);
        if (!good.contains(outcome)) {
            throw new IllegalStateException(what + ": expected " + good + ", found " + outcome + " (" + detail + ")");
        }
        return detail;
    }

    private void waitUntil(long deadlineNanos, String trouble) {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IllegalStateException(trouble + " within " + ANSWER_MAX.toSeconds() + " s");
        }
        poll.run();
    }
}
