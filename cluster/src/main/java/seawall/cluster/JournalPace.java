package seawall.cluster;

import io.aeron.driver.FlowControl;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.UdpChannel;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.ErrorFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.aeron.protocol.StatusMessageFlyweight;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersManager;

/// The fastest reader sets the pace of the live journal, but it may not hold it up.
///
/// Aeron's `fc=max` follows the fastest reader wherever it goes: when the only gateway stalls, or is killed, the
/// journal waits for it and with it the engine, up to five seconds. Here the journal waits for [#PATIENCE_NANOS]
/// and then goes on without readers until one of them keeps up again. Those who were left behind replay the
/// recording.
///
/// One thread: that of the driver's sender.
final class JournalPace implements FlowControl {
    /// Longer than the status messages of a reader that is well take, shorter than a trader notices.
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /// How far ahead of its readers the journal goes at a time when it does not wait for them.
    static final int STRIDE_BYTES = 256 * 1024;

    private static final int NOTHING_FITS_BYTES = 2 * 1024;
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private long senderPosition;
    private long waitingSinceNanos = NOT_WAITING;
    private boolean alone;

    @Override
    public void initialize(
            MediaDriver.Context context,
            CountersManager countersManager,
            UdpChannel udpChannel,
            int streamId,
            int sessionId,
            long registrationId,
            int initialTermId,
            int termBufferLength) {
        // Nothing depends on the channel.
    }

    @Override
    public long onStatusMessage(
            StatusMessageFlyweight flyweight,
            InetSocketAddress receiverAddress,
            long senderLimit,
            int initialTermId,
            int positionBitsToShift,
            long timeNanos) {
        long consumed = LogBufferDescriptor.computePosition(
                flyweight.consumptionTermId(), flyweight.consumptionTermOffset(), positionBitsToShift, initialTermId);
        return onReader(consumed + flyweight.receiverWindowLength(), senderLimit);
    }

    /// Takes the position up to which a reader has room.
    ///
    /// @return position up to which the journal may be sent
    long onReader(long readerLimit, long senderLimit) {
        if (readerLimit > senderPosition) {
            alone = false;
            waitingSinceNanos = NOT_WAITING;
        }
        return Math.max(senderLimit, readerLimit);
    }

    @Override
    public long onIdle(long timeNanos, long senderLimit, long senderPosition, boolean isEos) {
        this.senderPosition = senderPosition;
        if (senderLimit - senderPosition >= NOTHING_FITS_BYTES) {
            waitingSinceNanos = NOT_WAITING;
            return senderLimit;
        }
        if (waitingSinceNanos == NOT_WAITING) {
            waitingSinceNanos = timeNanos;
        }
        alone = alone || timeNanos - waitingSinceNanos >= PATIENCE_NANOS;
        return alone ? senderPosition + STRIDE_BYTES : senderLimit;
    }

    @Override
    public void onTriggerSendSetup(
            StatusMessageFlyweight flyweight, InetSocketAddress receiverAddress, long timeNanos) {
        // A new reader joins where the journal is.
    }

    @Override
    public long onSetup(
            SetupFlyweight flyweight, long senderLimit, long senderPosition, int positionBitsToShift, long timeNanos) {
        return senderLimit;
    }

    @Override
    public void onError(ErrorFlyweight errorFlyweight, InetSocketAddress receiverAddress, long timeNanos) {
        // A reader that reports an error sends no more status messages, and nobody waits for it.
    }

    @Override
    public boolean hasRequiredReceivers() {
        return true;
    }

    @Override
    public int maxRetransmissionLength(int termOffset, int resendLength, int termBufferLength, int mtuLength) {
        return Math.min(resendLength, Math.min(termBufferLength - termOffset, STRIDE_BYTES));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
