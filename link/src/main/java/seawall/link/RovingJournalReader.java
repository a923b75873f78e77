package seawall.link;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the journal of one member as long as that lives, and moves to the next one by sequence number when it does
/// not: every member's journal has the same entries, so nothing is missed and nothing comes twice.
public final class RovingJournalReader implements JournalReader {
    private static final Logger LOG = LoggerFactory.getLogger(RovingJournalReader.class);
    /// A member that is not followed live and has delivered nothing for this long is left.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<JournalSource> sources;
    private final LinkMedia media;
    private final JournalEntryHandler handler;
    private int current;
    private ArchiveJournalReader reader;
    private long workedAtNanos = System.nanoTime();

    /// @param sources       every member, the preferred one first
    /// @param afterSequence last entry that need not be delivered; 0 to read the journal from its beginning
    public RovingJournalReader(
            List<JournalSource> sources, LinkMedia media, long afterSequence, JournalEntryHandler handler) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("expected a member to read from, found none");
        }
        this.sources = List.copyOf(sources);
        this.media = media;
        this.handler = handler;
        reader = new ArchiveJournalReader(this.sources.getFirst(), media, afterSequence, handler);
    }

    @Override
    public int poll(int entriesMax) {
        int entries = reader.poll(entriesMax);
        if (entries > 0 || reader.isLive()) {
            workedAtNanos = System.nanoTime();
        } else if (sources.size() > 1 && System.nanoTime() - workedAtNanos > PATIENCE.toNanos()) {
            move();
        }
        return entries;
    }

    private void move() {
        long sequence = reader.sequence();
        reader.close();
        current = (current + 1) % sources.size();
        JournalSource next = sources.get(current);
        LOG.warn(
                "Nothing from the journal for {} s; going on after {} with member {}.",
                PATIENCE.toSeconds(),
                sequence,
                next.member());
        reader = new ArchiveJournalReader(next, media, sequence, handler);
        workedAtNanos = System.nanoTime();
    }

    /// The member whose journal is read now.
    public int member() {
        return sources.get(current).member();
    }

    @Override
    public long sequence() {
        return reader.sequence();
    }

    @Override
    public boolean isLive() {
        return reader.isLive();
    }

    @Override
    public void close() {
        reader.close();
    }
}
