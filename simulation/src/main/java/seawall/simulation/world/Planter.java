package seawall.simulation.world;

import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.cluster.EntryPartSink;
import seawall.engine.Limits;
import seawall.engine.StateRecord;
import seawall.wire.EventReader;
import seawall.wire.codec.CommandHeaderDecoder;
import seawall.wire.codec.CommandHeaderEncoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OpenStreamDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.OrderFilledEncoder;

/// Plants one fault, now and then, where the real code has none.
final class Planter implements Gateway.Mischief, Member.Life {
    /// Enough goes wrong by itself for every planted fault to have its occasion.
    static final Weather WEATHER = new Weather(50, 50, 50, 100, 0, 100, 2, 20, 100, 100, 100, 20, 0);

    private final @Nullable PlantedFault planted;
    private final Chance chance;
    private final EventReader events = new EventReader();
    private byte @Nullable [] heldBack;

    Planter(@Nullable PlantedFault planted, Chance chance) {
        this.planted = planted;
        this.chance = chance;
    }

    private boolean isTime(PlantedFault fault, int oneIn) {
        return planted == fault && chance.oneIn(oneIn);
    }

    @Override
    public EngineReplica begin(Limits limits, EntryPartSink parts) {
        return new EngineReplica(limits, planted == PlantedFault.WRONG_ROUNDING ? rounding(parts) : parts);
    }

    @Override
    public byte[] remembered(byte[] page) {
        if (planted != PlantedFault.FORGETFUL_SNAPSHOT) {
            return page;
        }
        byte[] forgetful = page.clone();
        forget(forgetful);
        return forgetful;
    }

    /// Every fill costs an atom more than the rules say: on all members alike, so that only arithmetic finds it.
    private EntryPartSink rounding(EntryPartSink parts) {
        return (sequence, part, last, buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            UnsafeBuffer changed = new UnsafeBuffer(bytes);
            events.wrap(changed, 0, length);
            while (events.next()) {
                if (events.templateId() == OrderFilledDecoder.TEMPLATE_ID) {
                    OrderFilledEncoder fill = new OrderFilledEncoder().wrap(changed, events.offset());
                    fill.quoteAtoms(1
                            + new OrderFilledDecoder()
                                    .wrap(changed, events.offset(), events.blockLength(), events.version())
                                    .quoteAtoms());
                }
            }
            parts.onPart(sequence, part, last, changed, 0, length);
        };
    }

    /// Takes an atom from the first balance in the page. The records are: kind, number of fields, number of bytes,
    /// fields, bytes.
    private static void forget(byte[] page) {
        UnsafeBuffer buffer = new UnsafeBuffer(page);
        int position = 0;
        while (position < page.length) {
            int fields = buffer.getByte(position + 1) & 0xff;
            int bytes = buffer.getShort(position + 2) & 0xffff;
            if (buffer.getByte(position) == StateRecord.BALANCE) {
                int at = position + 4 + 3 * Long.BYTES;
                buffer.putLong(at, buffer.getLong(at) - 1);
                return;
            }
            position += 4 + Long.BYTES * fields + bytes;
        }
    }

    boolean electsAnybody() {
        return planted == PlantedFault.LOST_ACKNOWLEDGEMENT;
    }

    void beforeLeading(Member candidate) {
        if (planted == PlantedFault.LOST_ACKNOWLEDGEMENT) {
            candidate.loseTail(1 + chance.below(3));
        }
    }

    /// A leader that does not wait for anybody.
    void lead(Member leader) {
        if (planted == PlantedFault.EARLY_ACKNOWLEDGEMENT) {
            leader.commitTo(leader.logLength());
        }
    }

    /// What a gateway's command becomes on its way.
    List<byte[]> sent(byte[] command) {
        if (planted != PlantedFault.REORDERED_RESEND || isOpening(command)) {
            return List.of(command);
        }
        byte[] before = heldBack;
        if (before == null) {
            if (!chance.oneIn(20)) {
                return List.of(command);
            }
            heldBack = command;
            return List.of();
        }
        heldBack = null;
        if (!ofOneStream(before, command)) {
            return List.of(command);
        }
        exchangeNumbers(before, command);
        return List.of(command, before);
    }

    private static boolean isOpening(byte[] command) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(command), 0).templateId()
                == OpenStreamDecoder.TEMPLATE_ID;
    }

    private static CommandHeaderDecoder header(byte[] command) {
        return new CommandHeaderDecoder().wrap(new UnsafeBuffer(command), MessageHeaderDecoder.ENCODED_LENGTH);
    }

    private static boolean ofOneStream(byte[] one, byte[] other) {
        return header(one).gatewayId() == header(other).gatewayId()
                && header(one).incarnation() == header(other).incarnation()
                && header(one).streamSequence() + 1 == header(other).streamSequence();
    }

    private static void exchangeNumbers(byte[] one, byte[] other) {
        long first = header(one).streamSequence();
        number(one, header(other).streamSequence());
        number(other, first);
    }

    private static void number(byte[] command, long streamSequence) {
        new CommandHeaderEncoder()
                .wrap(new UnsafeBuffer(command), MessageHeaderDecoder.ENCODED_LENGTH)
                .streamSequence(streamSequence);
    }

    @Override
    public List<byte[]> onPart(byte[] part) {
        return isTime(PlantedFault.SKIPPED_SEQUENCE, 500) ? List.of() : List.of(part);
    }

    @Override
    public byte[] onEntry(byte[] entry) {
        if (!isTime(PlantedFault.STALE_VIEW, 200)) {
            return entry;
        }
        // The header alone: the sequence goes on, the effects are missing.
        events.wrap(new UnsafeBuffer(entry), 0, entry.length);
        events.next();
        return Arrays.copyOf(entry, events.length());
    }

    @Override
    public boolean takesTwice() {
        return isTime(PlantedFault.DOUBLE_APPLY, 100);
    }
}
