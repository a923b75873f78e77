package seawall.cluster;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

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

    /// Begins an image of the whole state as it now is. Commands may follow at once. The image before must be complete,
    /// and the one before that is overwritten.
    void beginImage();

    /// Goes on with the image that was begun.
    ///
    /// @param pagesMax how much of it to write at most, which bounds the time that this takes
    /// @return the image of the state as it was at the beginning, or null when there is more to write
    @Nullable
    StateImage continueImage(int pagesMax);

    /// An image of the state as it now is, in one go.
    default StateImage image() {
        beginImage();
        return Objects.requireNonNull(continueImage(Integer.MAX_VALUE), "an image that may have all pages is complete");
    }

    /// Takes the next page of an image, or several that follow each other; only before the first command.
    ///
    /// @return true when the state is complete
    boolean onImage(DirectBuffer buffer, int offset, int length);
}
