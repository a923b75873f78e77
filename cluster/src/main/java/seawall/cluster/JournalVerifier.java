package seawall.cluster;

import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.EntryPartDecoder;

/// Replays the log of a stopped member, from its first command to its last, through a fresh replica and compares what
/// it makes, byte by byte, with the member's journal. The latest snapshot is loaded into a second replica, which must
/// be in the state of the first where it was taken, and in step with it from there on.
public final class JournalVerifier {
    /// Troubles that are told; one fault early in the log makes everything after it different.
    private static final int TROUBLES_MAX = 10;

    private static final int MESSAGE_HEAD_BYTES =
            MessageHeaderDecoder.ENCODED_LENGTH + SessionMessageHeaderDecoder.BLOCK_LENGTH;

    private final StoppedMember member;
    private final Function<EntryPartSink, Replica> replicas;
    private final LongConsumer progress;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionMessageHeaderDecoder command = new SessionMessageHeaderDecoder();
    private final TimerEventDecoder timer = new TimerEventDecoder();
    private final Troubles troubles = new Troubles();

    private JournalVerifier(StoppedMember member, Function<EntryPartSink, Replica> replicas, LongConsumer progress) {
        this.member = member;
        this.replicas = replicas;
        this.progress = progress;
    }

    /// What a replay found.
    ///
    /// @param sequence          sequence number of the last entry that the log gives
    /// @param stateHash         hash of the state after it
    /// @param journalSequence   sequence number of the last part that the journal has, 0 without one
    /// @param journalStateHash  hash of the state after that entry as the journal says
    /// @param replayedStateHash hash of the state after that entry as the log gives it
    /// @param partsCompared     parts of the journal that were compared with those made again
    /// @param partsUnpublished  parts that the log gives and the journal does not have yet; a member that starts
    ///                          again publishes them
    /// @param snapshotSequence  sequence number of the latest snapshot, 0 without one
    /// @param troubles          what is wrong, expected and found
    /// @param notes             what a kill left behind and the next start repairs
    public record Verification(
            long sequence,
            long stateHash,
            long journalSequence,
            long journalStateHash,
            long replayedStateHash,
            long partsCompared,
            long partsUnpublished,
            long snapshotSequence,
            List<String> troubles,
            List<String> notes) {
        public Verification {
            troubles = List.copyOf(troubles);
            notes = List.copyOf(notes);
        }
    }

    /// Verifies a member.
    ///
    /// @param replicas makes a replica of the version and limits that the member had
    /// @param progress told from time to time how many bytes more have been read
    public static Verification verify(
            StoppedMember member, Function<EntryPartSink, Replica> replicas, LongConsumer progress) {
        return new JournalVerifier(member, replicas, progress).verify();
    }

    /// Verifies the member that has run in a directory.
    ///
    /// @throws IllegalStateException when the member runs, or with everything that is wrong
    static Verification requireSound(Path directory, Function<EntryPartSink, Replica> replicas) {
        try (var member = StoppedMember.open(directory)) {
            var verification = verify(member, replicas, bytes -> {});
            if (!verification.troubles().isEmpty()) {
                throw new IllegalStateException(String.join("\n", verification.troubles()));
            }
            return verification;
        }
    }

    /// Collects what is wrong, up to a limit.
    private static final class Troubles implements Consumer<String> {
        final List<String> told = new ArrayList<>();
        private long untold;

        @Override
        public void accept(String trouble) {
            if (told.size() < TROUBLES_MAX) {
                told.add(trouble);
            } else {
                untold++;
            }
        }

        List<String> all() {
            var all = new ArrayList<>(told);
            if (untold > 0) {
                all.add(untold + " troubles more");
            }
            return all;
        }
    }

    /// A replica that began with the snapshot.
    private static final class Restored {
        final StoppedMember.Snapshot from;
        final Replica replica;
        final long sequence;
        final long journalPosition;
        boolean inStep = true;
        boolean reached;

        Restored(StoppedMember.Snapshot from, Replica replica, long journalPosition) {
            this.from = from;
            this.replica = replica;
            this.sequence = replica.sequence();
            this.journalPosition = journalPosition;
        }
    }

    private Verification verify() {
        var notes = new ArrayList<String>();
        Restored restored = restore(notes);
        try (var journal = member.journal(progress)) {
            var comparison = new Comparison(journal, troubles);
            var replica = replicas.apply(comparison);
            boolean wholeLog = replay(replica, comparison, restored, notes);
            comparison.end(replica.sequence(), wholeLog);
            if (journal != null) {
                ends("journal", journal, notes);
            }
            return new Verification(
                    replica.sequence(),
                    replica.stateHash(),
                    comparison.journalSequence,
                    comparison.journalStateHash,
                    comparison.replayedStateHash,
                    comparison.compared,
                    comparison.unpublished,
                    restored == null ? 0 : restored.sequence,
                    troubles.all(),
                    notes);
        }
    }

    /// Loads the latest snapshot.
    ///
    /// @return null when there is none, or none that can be loaded
    private @Nullable Restored restore(List<String> notes) {
        var snapshot = member.snapshot();
        if (snapshot == null) {
            return null;
        }
        try {
            SnapshotHead head = readHead(snapshot);
            if (head == null) {
                return null;
            }
            if (!Files.exists(StateImages.file(member.images(), head.logPosition()))) {
                notes.add("the snapshot at sequence " + head.sequence()
                        + " has no image, which a kill may leave; the next start goes back further");
                return null;
            }
            var replica = replicas.apply((sequence, part, last, buffer, offset, length) -> {
                // The entries of the first replica are compared; this one must keep in step with it.
            });
            head.load(member.images(), replica);
            return new Restored(snapshot, replica, head.journalPosition());
        } catch (UncheckedIOException e) {
            troubles.accept(String.valueOf(e.getMessage()));
        } catch (RuntimeException | AssertionError e) {
            troubles.accept("the snapshot cannot be loaded: " + e.getMessage());
        }
        return null;
    }

    /// Reads the two recordings of a snapshot.
    ///
    /// @return null when one of them is damaged
    private @Nullable SnapshotHead readHead(StoppedMember.Snapshot snapshot) {
        SnapshotHead head = null;
        try (var state = member.read(member.recording(snapshot.recordingId()), bytes -> {});
                var cluster = member.read(member.recording(snapshot.clusterRecordingId()), bytes -> {})) {
            boolean begun = false;
            while (state.next()) {
                if (begun) {
                    head = SnapshotHead.decode(
                            state.message(), 0, state.message().capacity());
                } else {
                    begun = isEndOfClusterState(state.message());
                }
            }
            while (cluster.next()) {
                // A start loads it too; what is in it is Aeron's, so that its checksums must do.
            }
            String damage = state.damage() == null ? cluster.damage() : state.damage();
            if (damage != null) {
                troubles.accept("the snapshot is damaged: " + damage);
                return null;
            }
            if (head == null) {
                troubles.accept("the snapshot ends before it says what it is of");
            }
            return head;
        }
    }

    /// What the cluster itself stored ends before the replica's state begins.
    private boolean isEndOfClusterState(DirectBuffer message) {
        header.wrap(message, 0);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID
                && new SnapshotMarkerDecoder()
                                .wrapAndApplyHeader(message, 0, header)
                                .mark()
                        == SnapshotMark.END;
    }

    /// @return true when the log could be read to its end
    private boolean replay(Replica replica, Comparison comparison, @Nullable Restored restored, List<String> notes) {
        StoredRecording recording = member.log();
        if (recording == null) {
            return true;
        }
        if (recording.startPosition() != 0) {
            troubles.accept("the log starts at " + recording.startPosition() + ", its beginning was removed");
            return false;
        }
        try (var log = member.read(recording, progress)) {
            try {
                while (log.next()) {
                    if (restored != null && log.messagePosition() > restored.from.logPosition()) {
                        reach(restored, replica, comparison);
                        apply(log.message(), restored.replica);
                    }
                    apply(log.message(), replica);
                    if (restored != null && restored.reached) {
                        keepInStep(restored, replica);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                troubles.accept("the replica fails at sequence " + replica.sequence()
                        + ", at the command before log position " + log.messagePosition() + ": " + e);
                return false;
            }
            if (restored != null && log.damage() == null) {
                if (log.position() < restored.from.logPosition()) {
                    troubles.accept("the log ends at " + log.position() + ", before the snapshot at "
                            + restored.from.logPosition());
                } else {
                    reach(restored, replica, comparison);
                    keepInStep(restored, replica);
                }
            }
            ends("log", log, notes);
            return log.damage() == null;
        }
    }

    private void apply(DirectBuffer message, Replica replica) {
        header.wrap(message, 0);
        switch (header.templateId()) {
            case SessionMessageHeaderDecoder.TEMPLATE_ID -> {
                command.wrapAndApplyHeader(message, 0, header);
                replica.onCommand(
                        command.timestamp(), message, MESSAGE_HEAD_BYTES, message.capacity() - MESSAGE_HEAD_BYTES);
            }
            case TimerEventDecoder.TEMPLATE_ID ->
                replica.onTimer(timer.wrapAndApplyHeader(message, 0, header).timestamp());
            default -> {
                // Sessions, terms and snapshot requests do not reach the replica.
            }
        }
    }

    /// Compares the state that the snapshot gave with that of the replay where the snapshot was taken.
    private void reach(Restored restored, Replica replica, Comparison comparison) {
        if (restored.reached) {
            return;
        }
        restored.reached = true;
        keepInStep(restored, replica);
        if (comparison.isInTheJournal() && comparison.journalPosition() != restored.journalPosition) {
            troubles.accept("the snapshot at sequence " + restored.sequence + " was taken at journal position "
                    + restored.journalPosition + ", the journal has that entry before position "
                    + comparison.journalPosition());
        } else if (!comparison.isInTheJournal() && !comparison.isDamaged()) {
            troubles.accept("the journal ends before the snapshot at sequence " + restored.sequence
                    + ", which was taken when it was recorded up to " + restored.journalPosition);
        }
    }

    private void keepInStep(Restored restored, Replica replica) {
        if (restored.inStep
                && (restored.replica.sequence() != replica.sequence()
                        || restored.replica.stateHash() != replica.stateHash())) {
            restored.inStep = false;
            troubles.accept("from the snapshot at " + restored.sequence + " the log leads to sequence "
                    + restored.replica.sequence() + " and state hash " + hex(restored.replica.stateHash())
                    + ", from its beginning to " + replica.sequence() + " and " + hex(replica.stateHash()));
        }
    }

    private void ends(String what, RecordingCursor cursor, List<String> notes) {
        String damage = cursor.damage();
        if (damage != null) {
            troubles.accept("the " + what + " is damaged: " + damage);
        }
        var torn = cursor.torn();
        if (torn != null) {
            notes.add("the " + what + " ends with a frame that a kill tore: " + torn.bytes() + " bytes at byte "
                    + torn.offset() + " of " + torn.segment() + "; nobody was told that it is recorded");
        }
    }

    private static String hex(long hash) {
        return Long.toHexString(hash);
    }

    /// Takes the parts that the log gives and compares each with the next one of the journal.
    private static final class Comparison implements EntryPartSink {
        private final @Nullable RecordingCursor journal;
        private final Troubles troubles;
        private final seawall.wire.codec.MessageHeaderDecoder header = new seawall.wire.codec.MessageHeaderDecoder();
        private final EntryPartDecoder recorded = new EntryPartDecoder();
        private final EntryPartDecoder made = new EntryPartDecoder();
        private boolean ended;
        private long compared;
        private long unpublished;
        private long journalSequence;
        private long journalStateHash;
        private long replayedStateHash;

        Comparison(@Nullable RecordingCursor journal, Troubles troubles) {
            this.journal = journal;
            this.troubles = troubles;
            ended = journal == null;
        }

        @Override
        public void onPart(long sequence, int part, boolean last, DirectBuffer buffer, int offset, int length) {
            if (journal == null || ended || !journal.next()) {
                ended = true;
                unpublished += isDamaged() ? 0 : 1;
                return;
            }
            compared++;
            DirectBuffer found = journal.message();
            if (StoppedMember.isPart(journal)) {
                recorded.wrapAndApplyHeader(found, 0, header);
                made.wrapAndApplyHeader(buffer, offset, header);
                journalSequence = recorded.sequence();
                journalStateHash = recorded.stateHash();
                replayedStateHash = made.stateHash();
            }
            int different = difference(buffer, offset, length, found);
            if (different >= 0) {
                troubles.accept("entry " + sequence + " part " + part + " differs from the journal before position "
                        + journal.messagePosition() + " at byte " + different + ": expected "
                        + at(buffer, offset, length, different) + " of " + length + " bytes, state hash "
                        + hex(replayedStateHash) + ", found " + at(found, 0, found.capacity(), different) + " of "
                        + found.capacity() + " bytes, sequence " + journalSequence + ", state hash "
                        + hex(journalStateHash));
            }
        }

        /// Offset of the first byte in which two parts differ, -1 for none.
        private static int difference(DirectBuffer made, int offset, int length, DirectBuffer found) {
            int common = Math.min(length, found.capacity());
            for (int index = 0; index < common; index++) {
                if (made.getByte(offset + index) != found.getByte(index)) {
                    return index;
                }
            }
            return length == found.capacity() ? -1 : common;
        }

        private static String at(DirectBuffer buffer, int offset, int length, int index) {
            return index < length ? "0x" + Integer.toHexString(buffer.getByte(offset + index) & 0xff) : "the end";
        }

        /// True when the latest entry of the replay is in the journal.
        boolean isInTheJournal() {
            return !ended;
        }

        boolean isDamaged() {
            return journal != null && journal.damage() != null;
        }

        /// Position of the journal behind the part compared last.
        long journalPosition() {
            return journal == null ? 0 : journal.messagePosition();
        }

        /// Reads the rest of the journal, of which there is none if the log is whole.
        void end(long sequence, boolean wholeLog) {
            if (unpublished > 0 && (journal == null || journal.isWithoutFiles())) {
                troubles.accept("the archive has no journal, but the log gives " + unpublished + " parts");
            }
            if (journal == null || ended) {
                return;
            }
            long rest = 0;
            long position = journal.messagePosition();
            while (journal.next()) {
                rest++;
            }
            if (rest > 0 && wholeLog) {
                troubles.accept("the journal goes on after sequence " + sequence + ", where the log ends: it has "
                        + rest + " parts after position " + position);
            }
        }
    }
}
