package seawall.simulation;

import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import seawall.wire.codec.ChangeInstrumentEncoder;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.Phase;
import seawall.wire.codec.ScheduleReopeningEncoder;
import seawall.wire.codec.SetAccountFeeTierEncoder;
import seawall.wire.codec.SetFeeTierEncoder;
import seawall.wire.codec.SetPhaseEncoder;
import seawall.wire.codec.Side;

/// The commands of a stream with which a venue runs its market: auctions that fill with crossing orders and then
/// reopen, phases that change while a book uncrosses, timetables shorter than the stream, sizes and fee tiers.
final class ReopeningCommands {
    private static final long DAY_NANOS = 24 * 3_600_000_000_000L;
    private static final long TIMEOUT_NANOS_MIN = 10_000_000_000L;

    private final CommandStreams stream;
    private final SplittableRandom random;
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();

    /// What is left of the auction at hand: orders that gather, then the reopening.
    private int gatheringCommands;

    private int auctionInstrumentId = 1;
    private boolean reopensByCommand;

    /// How long after the timetable at hand began its last phase does, and a timer should fire; 0 = none.
    private long timerNanos;

    /// The instrument that began to uncross last, until its phase changes; 0 = none.
    private int uncrossingInstrumentId;

    ReopeningCommands(CommandStreams stream, SplittableRandom random, MutableDirectBuffer buffer) {
        this.stream = stream;
        this.random = random;
        this.buffer = buffer;
    }

    void onEvent(String line) {
        if (line.startsWith("UncrossingStarted ")) {
            uncrossingInstrumentId = (int) CommandStreams.number(line, "instrumentId");
        } else if (line.startsWith("PhaseChanged ")
                && CommandStreams.number(line, "instrumentId") == uncrossingInstrumentId) {
            uncrossingInstrumentId = 0;
        }
    }

    /// Whether the next command is to have the time of the one before: a timer that is due with a phase.
    boolean hasTimer() {
        return timerNanos != 0;
    }

    /// Whether a timetable, an auction or an uncrossing is under way and wants the next command.
    boolean hasNext() {
        return hasTimer()
                || (gatheringCommands > 0 && random.nextInt(4) != 0)
                || (uncrossingInstrumentId != 0 && random.nextInt(6) == 0);
    }

    /// The next command of the timetable, the auction or the uncrossing.
    ///
    /// @return its length
    int next() {
        if (hasTimer()) {
            long timeoutNanos = timerNanos;
            timerNanos = 0;
            return stream.cancelAllAfter(timeoutNanos, stream.tag());
        }
        if (gatheringCommands == 0) {
            return setPhase(uncrossingInstrumentId, Phase.values()[random.nextInt(5)]);
        }
        gatheringCommands--;
        if (gatheringCommands == 0 && reopensByCommand) {
            return setPhase(auctionInstrumentId, random.nextInt(3) == 0 ? Phase.POST_ONLY : Phase.TRADING);
        }
        return stream.placeOrder(
                stream.accountId(),
                auctionInstrumentId,
                random.nextBoolean() ? Side.BUY : Side.SELL,
                OrderType.LIMIT,
                stream.price(),
                stream.lots());
    }

    /// Writes any of them.
    ///
    /// @return its length
    int any() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> beginAuction();
            case 2, 3 -> random.nextInt(6) == 0 ? scheduleWithTimer() : scheduleReopening();
            case 4 -> changeInstrument();
            case 5 -> setFeeTier();
            case 6 -> setAccountFeeTier();
            default -> setPhase(stream.instrumentId(), Phase.values()[random.nextInt(5)]);
        };
    }

    private int beginAuction() {
        auctionInstrumentId = stream.instrumentId();
        gatheringCommands = 8 + random.nextInt(20);
        reopensByCommand = true;
        return setPhase(auctionInstrumentId, Phase.AUCTION);
    }

    private int setPhase(int instrumentId, Phase phase) {
        var command = new SetPhaseEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.instrumentId(instrumentId).phase(phase);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int scheduleReopening() {
        int instrumentId = random.nextInt(8) == 0 ? 0 : stream.instrumentId();
        if (instrumentId != 0 && gatheringCommands == 0) {
            auctionInstrumentId = instrumentId;
            gatheringCommands = 20 + random.nextInt(20);
            reopensByCommand = false;
        }
        var command = new ScheduleReopeningEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.instrumentId(instrumentId)
                .cancelOnlyNanos(random.nextInt(3) == 0 ? duration() : 0)
                .auctionNanos(random.nextInt(4) == 0 ? 0 : duration())
                .postOnlyNanos(random.nextBoolean() ? 0 : duration());
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// A timetable whose last phase begins when a timer fires.
    private int scheduleWithTimer() {
        timerNanos = TIMEOUT_NANOS_MIN;
        var command = new ScheduleReopeningEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.instrumentId(stream.instrumentId())
                .cancelOnlyNanos(0)
                .auctionNanos(0)
                .postOnlyNanos(TIMEOUT_NANOS_MIN);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// A stream's commands are about 10 ms apart.
    private long duration() {
        return random.nextInt(30) == 0
                ? stream.pick(-1, 1, DAY_NANOS, DAY_NANOS + 1, Long.MAX_VALUE, Long.MIN_VALUE)
                : random.nextLong(250_000_000);
    }

    private int changeInstrument() {
        var command = new ChangeInstrumentEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.instrumentId(stream.instrumentId())
                .minLots(stream.pick(1, 1, 1, 2, 3, 3, 5, 0, -1))
                .maxLimitLots(stream.pick(4, 9, 50, 1_000, 1_000, 1L << 53, Long.MAX_VALUE, 0))
                .maxMarketLots(stream.pick(3, 8, 50, 1_000, 1_000, 1L << 53, Long.MAX_VALUE, 0))
                .maxMarketQuoteAtoms(stream.pick(500, 1_000_000, 1L << 40, 1L << 62, Long.MAX_VALUE, 0));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int setFeeTier() {
        var command = new SetFeeTierEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.tier(stream.anyOf(2))
                .makerFeeMillionths((int) stream.pick(-300_000, -500, 0, 800, -1_000_000, 1_000_001))
                .takerFeeMillionths((int) stream.pick(0, 500, 1_000, 300_000, -1, 1_000_001));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int setAccountFeeTier() {
        var command = new SetAccountFeeTierEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(stream.accountId())
                .tier(random.nextInt(10) == 0 ? (int) stream.pick(0, 3, -1) : stream.anyOf(2));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }
}
