package seawall.cluster;

import org.agrona.DirectBuffer;

/// The engine with bytes on both sides: commands in, journal entry parts out, images of the state out and in.
/// Everything a
/// host (an Aeron Cluster member, a simulated world, an offline replay) needs, and no I/O. One thread.
public interface Replica {
    /// Applies one command: exactly one entry goes to the sink, and then one for each follow-up, work that is due
    /// without a command, up to a maximum. What is left of that is due at once, see [#nextTimerNanos].
    ///
    /// @param timeNanos log timestamp of the command
    void onCommand(long timeNanos, DirectBuffer command, int offset, int length);

    /// Fires every timer that is due, one entry each, and then makes follow-ups as after a command.
    void onTimer(long timeNanos);

    /// When [#onTimer] must be called next, or `Long.MAX_VALUE`. A time that has passed is due at once.
    long nextTimerNanos();

    /// Sequence number of the last entry.
    long sequence();

    /// Incremental hash of the whole state; equal on every replica at the same sequence number.
    long stateHash();

    /// The whole state as it is now. What it takes is the time to write what has changed since this was last called.
    StateImage image();

    /// Takes the next page of an image, or several that follow each other; only before the first command.
    ///
    /// @return true when the state is complete
    boolean onImage(DirectBuffer buffer, int offset, int length);
}
