package seawall.app;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import seawall.simulation.JournalChecker;
import seawall.wire.Ascii;
import seawall.wire.EventReader;
import seawall.wire.MemberPorts;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.PostingDecoder;

/// Reads the journal that a stopped member has recorded and holds every entry against the promises of the
/// exchange. Only reads:
/// the segment files are walked frame by frame, each against its checksum, so that nobody has to trust the
/// software that wrote
/// them.
final class Verification {
    private static final int FEE_ACCOUNT_ID = 1;
    private static final int MINT_ACCOUNT_ID = 2;
    private static final int ENTRY_PART_BYTES = MessageHeaderDecoder.ENCODED_LENGTH + EntryPartDecoder.BLOCK_LENGTH;

    private final JournalChecker checker = new JournalChecker();
    private final Checksum checksum = Checksums.crc32c();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final EntryPartDecoder entryPart = new EntryPartDecoder();
    private final EventReader events = new EventReader();
    private final CurrencyCreatedDecoder currencyCreated = new CurrencyCreatedDecoder();
    private final PostingDecoder posting = new PostingDecoder();
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(64 * 1024);
    private final ExpandableArrayBuffer entry = new ExpandableArrayBuffer(64 * 1024);
    private final Map<Integer, Currency> currencies = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private int messageLength;
    private int entryLength;
    private long frames;
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

    private Verification() {}

    /// Verifies the journal of the member in this directory.
    ///
    /// @throws IllegalStateException if the member runs
    static Verification of(Path memberDirectory) throws IOException {
        try (FileChannel lock = FileChannel.open(
                memberDirectory.resolve("member.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isFree(lock)) {
                throw new IllegalStateException("an exchange runs on " + memberDirectory + "; stop it first");
            }
            var verification = new Verification();
            for (Path segment : journalSegments(memberDirectory.resolve("archive"))) {
                if (!verification.read(segment)) {
                    break;
                }
            }
            verification.ends();
            return verification;
        }
    }

    /// True when every promise holds.
    boolean holds() {
        return troubles.isEmpty() && checker.violationCount() == 0;
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

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException runsInThisProcess) {
            return false;
        }
    }

    /// The segment files of the one recording of the journal, the oldest first.
    private static List<Path> journalSegments(Path archive) throws IOException {
        var recordings = new TreeMap<Long, List<Path>>();
        try (Stream<Path> files = Files.list(archive)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".rec")).toList()) {
                recordings
                        .computeIfAbsent(recordingId(file), id -> new ArrayList<>())
                        .add(file);
            }
        }
        var journals = new ArrayList<List<Path>>();
        for (List<Path> segments : recordings.values()) {
            segments.sort(Comparator.comparingLong(Verification::position));
            if (streamId(segments.getFirst()) == MemberPorts.JOURNAL_STREAM_ID) {
                journals.add(segments);
            }
        }
        if (journals.size() != 1) {
            throw new IllegalStateException(
                    "expected one recording of the journal in " + archive + ", found " + journals.size());
        }
        return journals.getFirst();
    }

    private static long recordingId(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    private static long position(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - ".rec".length()));
    }

    private static int streamId(Path segment) throws IOException {
        UnsafeBuffer buffer = map(segment);
        try {
            return buffer.capacity() < DataHeaderFlyweight.HEADER_LENGTH
                    ? 0
                    : buffer.getInt(DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
        } finally {
            BufferUtil.free(buffer.byteBuffer());
        }
    }

    private static UnsafeBuffer map(Path segment) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ)) {
            return new UnsafeBuffer(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
        }
    }

    /// @return false where the recording ends
    private boolean read(Path segment) throws IOException {
        UnsafeBuffer buffer = map(segment);
        try {
            int offset = 0;
            while (offset + DataHeaderFlyweight.HEADER_LENGTH <= buffer.capacity()) {
                int frameLength = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
                if (frameLength <= 0) {
                    return false;
                }
                int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
                if (offset + alignedLength > buffer.capacity()) {
                    troubles.add("a frame of " + frameLength + " bytes leaves " + segment + " at " + offset);
                    return false;
                }
                int type = buffer.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN)
                        & 0xffff;
                if (type == DataHeaderFlyweight.HDR_TYPE_DATA && !onFrame(segment, buffer, offset, frameLength)) {
                    return false;
                }
                offset += alignedLength;
            }
            return true;
        } finally {
            BufferUtil.free(buffer.byteBuffer());
        }
    }

    private boolean onFrame(Path segment, UnsafeBuffer buffer, int offset, int frameLength) {
        int alignedLength = BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
        int recorded = buffer.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int computed = checksum.compute(
                buffer.addressOffset(),
                offset + DataHeaderFlyweight.HEADER_LENGTH,
                alignedLength - DataHeaderFlyweight.HEADER_LENGTH);
        if (recorded != computed) {
            troubles.add("checksum of the frame at " + offset + " of " + segment + ": expected "
                    + Integer.toHexString(recorded) + ", found " + Integer.toHexString(computed));
            return false;
        }
        frames++;
        byte flags = buffer.getByte(offset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET);
        if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
            messageLength = 0;
        }
        int length = frameLength - DataHeaderFlyweight.HEADER_LENGTH;
        message.putBytes(messageLength, buffer, offset + DataHeaderFlyweight.HEADER_LENGTH, length);
        messageLength += length;
        if ((flags & FrameDescriptor.END_FRAG_FLAG) != 0 && messageLength >= ENTRY_PART_BYTES) {
            onPart();
        }
        return true;
    }

    private void onPart() {
        entryPart.wrapAndApplyHeader(message, 0, messageHeader);
        if (entryPart.part() == 0) {
            entryLength = 0;
        }
        int from = entryPart.part() == 0 ? 0 : MessageHeaderDecoder.ENCODED_LENGTH + messageHeader.blockLength();
        entry.putBytes(entryLength, message, from, messageLength - from);
        entryLength += messageLength - from;
        if (entryPart.last() == Flag.YES) {
            if (entryPart.stateHash() != 0) {
                stateHash = entryPart.stateHash();
                hashSequence = entryPart.sequence();
            }
            checker.onEntry(entry, 0, entryLength);
            sum(entry);
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
        if (entryLength > 0) {
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
