package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import seawall.cluster.EngineReplica;
import seawall.cluster.JournalVerifier;
import seawall.cluster.LogBackup;
import seawall.cluster.MemberAddress;
import seawall.cluster.StoppedMember;
import seawall.link.ArchiveJournalReader;
import seawall.link.EntryJoiner;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;

/// A disaster that did not happen: a backup is restored into a scratch directory, its log replayed through a fresh
/// engine, and every entry that this gives is compared with what the running exchange has in its journal.
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final int ENTRIES_PER_POLL = 256;

    private final JournalVerifier.Verification replay;
    private final byte[] restored;
    private final byte[] running;

    /// Takes the entries of a journal in their order.
    private static final class Entries {
        private final MessageDigest digest;
        private final long last;
        private byte[] bytes = new byte[0];
        private long sequence;

        /// @param last sequence number of the last entry that counts
        Entries(long last) {
            this.last = last;
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void onEntry(long number, DirectBuffer buffer, int offset, int length) {
            if (number > last) {
                return;
            }
            sequence = number;
            bytes = bytes.length < length ? new byte[length] : bytes;
            buffer.getBytes(offset, bytes, 0, length);
            digest.update(bytes, 0, length);
        }
    }

    private Rehearsal(JournalVerifier.Verification replay, byte[] restored, byte[] running) {
        this.replay = replay;
        this.restored = restored;
        this.running = running;
    }

    /// Rehearses the restoring of a backup.
    ///
    /// @param members of the exchange that runs
    /// @param host    under which they reach this process
    static Rehearsal of(Path backup, List<MemberAddress> members, String host) throws IOException {
        Path scratch = backup.resolveSibling(backup.getFileName() + "-rehearsal");
        if (Files.exists(scratch)) {
            throw new IllegalStateException("expected nothing at " + scratch + ", where the rehearsal restores to;"
                    + " found something: a rehearsal runs, or was killed. Remove it in the latter case");
        }
        try {
            LogBackup.restore(backup, scratch.resolve("member"));
            var made = new Entries(Long.MAX_VALUE);
            var joiner = new EntryJoiner(0, made::onEntry);
            JournalVerifier.Verification replay;
            try (var member = StoppedMember.open(scratch.resolve("member"))) {
                replay = JournalVerifier.verify(
                        member,
                        parts -> new EngineReplica(Exchange.LIMITS, (sequence, part, last, buffer, offset, length) -> {
                            joiner.onPart(buffer, offset, length);
                            parts.onPart(sequence, part, last, buffer, offset, length);
                        }),
                        bytes -> {});
            }
            return new Rehearsal(
                    replay, made.digest.digest(), running(scratch.resolve("link"), members, host, replay.sequence()));
        } finally {
            IoUtil.delete(scratch.toFile(), true);
        }
    }

    private static byte[] running(Path media, List<MemberAddress> members, String host, long last) {
        MemberAddress member = members.getFirst();
        var kept = new Entries(last);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var link = LinkMedia.embedded(media);
                var reader = new ArchiveJournalReader(
                        new JournalSource(member.id(), member.host(), member.ports(), host), link, 0, kept::onEntry)) {
            while (kept.sequence < last) {
                if (reader.poll(ENTRIES_PER_POLL) == 0) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new IllegalStateException("waited " + PATIENCE.toMinutes() + " min for entry " + last
                                + " of member " + member.id() + ", found " + kept.sequence);
                    }
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            }
        }
        return kept.digest.digest();
    }

    /// True when the backup gives what the exchange has.
    boolean holds() {
        return MessageDigest.isEqual(restored, running) && troubles().isEmpty();
    }

    /// What is wrong with the log. A backup has no journal: the restored member makes it.
    private List<String> troubles() {
        return replay.troubles().stream()
                .filter(trouble -> !trouble.startsWith("the archive has no journal"))
                .toList();
    }

    /// Tells a person.
    ///
    /// @param behind bytes by which the leader's log was longer when the backup was complete
    /// @return [#holds]
    boolean tell(PrintStream out, long behind) {
        out.println(
                "restored    " + replay.sequence() + " entries, state hash " + Long.toHexString(replay.stateHash()));
        out.println("entries     " + HexFormat.of().formatHex(restored) + " of the backup");
        out.println("            " + HexFormat.of().formatHex(running) + " of the exchange that runs");
        troubles().forEach(trouble -> out.println("BROKEN      " + trouble));
        out.println("loss window " + Math.max(0, behind) + " bytes of log when the copy was complete, and all since");
        out.println(
                holds() ? "rehearsed   the backup gives what the exchange has" : "rehearsed   the backup is NOT good");
        return holds();
    }
}
