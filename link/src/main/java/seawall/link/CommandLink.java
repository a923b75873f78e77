package seawall.link;

import org.agrona.DirectBuffer;

/// Sends commands into the log, each at most once, also across a failover or a restart of the member: unanswered
/// commands are
/// kept and sent again under the same stream sequence number. Answers arrive in the journal.
public interface CommandLink extends AutoCloseable {
    /// What became of an offer.
    enum Offer {
        /// Taken; its answer will appear in the journal under its correlationId, or it is given up after its deadline.
        TAKEN,
        /// The queue or the retransmit ring is full: nothing was sent; refuse the request as busy.
        FULL,
        /// The link is closed: nothing was sent.
        CLOSED
    }

    /// Takes a command from any thread without blocking. The caller has encoded a message header, and in the command
    /// header its
    /// correlationId and deadlineNanos; the link writes streamSequence, incarnation and gatewayId.
    Offer offer(DirectBuffer command, int offset, int length);

    /// Tells the link about every journal entry of its own stream, so that it knows what is answered and what a gap
    /// asks to
    /// be sent again. Called by the thread that polls the journal.
    void onEntry(DirectBuffer buffer, int offset, int length);

    /// Identifies this link's stream in the journal.
    int gatewayId();

    /// Identifies this link's stream in the journal, together with the gateway id.
    long incarnation();

    /// True while the link has a session with a leader.
    boolean isConnected();

    @Override
    void close();
}
