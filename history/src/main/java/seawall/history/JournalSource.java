package seawall.history;

import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;

/// Opens the journal where history left off.
@FunctionalInterface
public interface JournalSource {
    /// A reader whose first delivered entry is `nextSequence`. Called again after every trouble with the database or
    /// the reader, each time with the sequence number that follows what is committed.
    JournalReader open(long nextSequence, JournalEntryHandler handler);
}
