package seawall.app;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import seawall.cluster.EngineReplica;
import seawall.cluster.JournalVerifier;
import seawall.cluster.StoppedMember;
import seawall.engine.Limits;
import seawall.simulation.JournalChecker;
import seawall.wire.Ascii;
import seawall.wire.EventReader;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.PostingDecoder;

/// Holds a stopped member against the promises of the exchange, in two ways that need nothing of each other.
///
/// 1. The journal alone is audited, entry by entry, without the engine that made it.
/// 2. The log is replayed from its beginning through a fresh engine, and what that gives is compared with the journal
///    byte by byte; the latest snapshot must lead to the same state.
///
/// Only reads: all files are walked frame by frame, each against its checksum, so that nobody has to trust the
/// software that wrote them, and what a kill has left stays as it is.
final class Verification {
    private static final int FEE_ACCOUNT_ID = 1;
    private static final int MINT_ACCOUNT_ID = 2;
    /// Far above what the limits of any engine let an entry be.
    private static final int ENTRY_BYTES_MAX = 256 * 1024 * 1024;

    private final JournalChecker checker = new JournalChecker();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final EventReader events = new EventReader();
    private final CurrencyCreatedDecoder currencyCreated = new CurrencyCreatedDecoder();
    private final PostingDecoder posting = new PostingDecoder();
    private final ExpandableArrayBuffer entry = new ExpandableArrayBuffer(64 * 1024);
    private final Map<Integer, Currency> currencies = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final JournalVerifier.Verification replay;
    private int entryLength;
    private final long frames;
    private long stateHash;
    private long hashSequence;
    private String note = "";

    /// Sums of all postings in one currency.
    private static final class Currency {
        final String code;
        final int scale;
        BigInteger users = BigInteger.ZERO;
        BigInteger fees = BigInteger.ZERO;
        BigInteger mint = BigInteger.ZERO;

        Currency(String code, int scale) {
            this.code = code;
            this.scale = scale;
        }

        BigInteger sum() {
            return users.add(fees).add(mint);
        }

        String text(BigInteger atoms) {
            return new BigDecimal(atoms, scale).toPlainString();
        }
    }

    private Verification(StoppedMember member, Limits limits, LongConsumer progress) {
        frames = member.readJournal(this::onPart, progress);
        replay = JournalVerifier.verify(member, parts -> new EngineReplica(limits, parts), progress);
        troubles.addAll(replay.troubles());
        ends();
    }

    /// Verifies the member in this directory.
    ///
    /// @param limits   of the engine when it ran
    /// @param progress from the bytes to be read, makes who is told from time to time how many more have been read
    /// @throws IllegalStateException if the member runs
    static Verification of(Path memberDirectory, Limits limits, LongFunction<LongConsumer> progress) {
        try (var member = StoppedMember.open(memberDirectory)) {
            return new Verification(member, limits, progress.apply(member.bytes()));
        }
    }

    /// True when every promise holds.
    boolean holds() {
        return troubles.isEmpty() && checker.violationCount() == 0;
    }

    /// Sequence number of the last entry of the journal.
    long sequence() {
        return checker.sequence();
    }

    /// What a person reads.
    String text() {
        var text = new StringBuilder();
        text.append("entries     ")
                .append(checker.sequence())
                .append(" without a gap, in ")
                .append(frames)
                .append(" frames with good checksums\n");
        for (Currency currency : currencies.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-11s users %s + fees %s + mint %s = %s%n",
                    currency.code,
                    currency.text(currency.users),
                    currency.text(currency.fees),
                    currency.text(currency.mint),
                    currency.text(currency.sum())));
        }
        if (hashSequence > 0) {
            text.append("state hash  ")
                    .append(Long.toHexString(stateHash))
                    .append(" at sequence ")
                    .append(hashSequence)
                    .append('\n');
        }
        text.append("replay      the log gives ")
                .append(replay.sequence())
                .append(" entries and state hash ")
                .append(Long.toHexString(replay.stateHash()))
                .append('\n');
        if (replay.journalSequence() > 0) {
            text.append("            at sequence ")
                    .append(replay.journalSequence())
                    .append(" state hash ")
                    .append(Long.toHexString(replay.replayedStateHash()))
                    .append(", the journal says ")
                    .append(Long.toHexString(replay.journalStateHash()))
                    .append('\n');
        }
        text.append("            ").append(replay.partsCompared()).append(" parts compared, byte by byte\n");
        if (replay.partsUnpublished() > 0) {
            text.append("note        ")
                    .append(replay.partsUnpublished())
                    .append(" parts that the log gives are not in the journal: a kill may leave those, and the next"
                            + " start publishes them\n");
        }
        text.append("snapshot    ")
                .append(
                        replay.snapshotSequence() > 0
                                ? "checked, taken at sequence " + replay.snapshotSequence()
                                : "none that could be checked")
                .append('\n');
        for (String left : replay.notes()) {
            text.append("note        ").append(left).append('\n');
        }
        for (String trouble : troubles) {
            text.append("BROKEN      ").append(trouble).append('\n');
        }
        for (JournalChecker.Violation violation : checker.violations()) {
            text.append("BROKEN      ").append(violation).append('\n');
        }
        return text.append(note)
                .append(holds() ? "verified    everything holds\n" : "verified    NOT everything holds\n")
                .toString();
    }

    private void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
        entryPart.wrapAndApplyHeader(buffer, offset, messageHeader);
        if (part == 0) {
            entryLength = 0;
        }
        int from = part == 0 ? 0 : MessageHeaderDecoder.ENCODED_LENGTH + messageHeader.blockLength();
        if (from > length || entryLength + length - from > ENTRY_BYTES_MAX) {
            troubles.add("entry " + sequence + " part " + part + ": expected a part of an entry of at most "
                    + ENTRY_BYTES_MAX + " bytes, found " + length + " bytes after " + entryLength);
            entryLength = 0;
            return;
        }
        entry.putBytes(entryLength, buffer, offset + from, length - from);
        entryLength += length - from;
        if (last) {
            if (entryPart.stateHash() != 0) {
                stateHash = entryPart.stateHash();
                hashSequence = sequence;
            }
            try {
                checker.onEntry(entry, 0, entryLength);
                sum(entry);
            } catch (RuntimeException unreadable) {
                // Bytes that no engine has written may trip anything that reads them.
                troubles.add("entry " + sequence + " cannot be audited: " + unreadable);
            }
            entryLength = 0;
        }
    }

    private void sum(DirectBuffer whole) {
        events.wrap(whole, 0, entryLength);
        while (events.next()) {
            switch (events.templateId()) {
                case CurrencyCreatedDecoder.TEMPLATE_ID -> {
                    currencyCreated.wrap(whole, events.offset(), events.blockLength(), events.version());
                    int code = events.offset() + CurrencyCreatedDecoder.codeEncodingOffset();
                    currencies.put(
                            currencyCreated.currencyId(),
                            new Currency(
                                    Ascii.get(whole, code, CurrencyCreatedDecoder.codeEncodingLength()),
                                    currencyCreated.scale()));
                }
                case PostingDecoder.TEMPLATE_ID -> {
                    posting.wrap(whole, events.offset(), events.blockLength(), events.version());
                    Currency currency = currencies.get(posting.currencyId());
                    if (currency == null) {
                        troubles.add("a posting in the unknown currency " + posting.currencyId());
                        return;
                    }
                    BigInteger amount = BigInteger.valueOf(posting.amountAtoms());
                    switch (posting.accountId()) {
                        case FEE_ACCOUNT_ID -> currency.fees = currency.fees.add(amount);
                        case MINT_ACCOUNT_ID -> currency.mint = currency.mint.add(amount);
                        default -> currency.users = currency.users.add(amount);
                    }
                }
                default -> {
                    // Everything else is the checker's.
                }
            }
        }
    }

    private void ends() {
        if (entryLength > 0 && replay.troubles().isEmpty()) {
            note = "note        the journal ends within entry " + (checker.sequence() + 1)
                    + ": the exchange was killed while it recorded; its next start completes it from the log\n";
        }
        for (Currency currency : currencies.values()) {
            if (currency.sum().signum() != 0) {
                troubles.add(currency.code + ": expected a sum of 0 over all accounts, found "
                        + currency.text(currency.sum()));
            }
        }
    }
}
