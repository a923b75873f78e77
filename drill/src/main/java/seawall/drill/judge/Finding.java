package seawall.drill.judge;

/// Something that must not be.
///
/// @param law  that was broken
/// @param what happened, with the names that the client or the journal has
public record Finding(Law law, String what) {
    /// What every drill holds the exchange to.
    public enum Law {
        /// Every member recorded the same entries, byte for byte, under gapless sequence numbers.
        EQUAL_JOURNALS,
        /// Members whose journals are at the same sequence number are in the same state.
        EQUAL_STATES,
        /// The postings of an entry sum to zero in each currency.
        CONSERVATION,
        /// Nothing that was asked once was done twice.
        AT_MOST_ONCE,
        /// What was acknowledged is in the journal.
        NOTHING_LOST,
        /// What was refused is not.
        NOTHING_REFUSED_DONE,
        /// Every operation ends with an answer, and every unknown outcome can be found out, the same from each gateway.
        DEFINITE,
        /// The journal's order is one that clients can have seen: a gateway's commands follow each other, and what was
        /// answered before something else was asked for comes before it.
        IN_TIME,
        /// What a private connection shows is what the journal has, and never goes back.
        PRIVATE_VIEWS,
        /// A book that anybody builds from what they are sent is the book that the journal gives.
        BOOKS,
        /// More happened than was written down.
        COMPLETE
    }
}
