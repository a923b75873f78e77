package seawall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import seawall.cluster.EngineReplica;
import seawall.engine.Limits;
import seawall.wire.EventReader;
import seawall.wire.codec.MessageHeaderDecoder;

/// Plants a fault in a journal once, at the first place after the market has become lively.
final class PlantedFault implements Agreement.Fault {
    private static final int ENTRIES_BEFORE = 300;

    /// Changes the messages of an entry, or returns null when the entry offers no place for the fault.
    interface Change {
        @Nullable
        List<byte[]> plant(List<byte[]> messages);
    }

    private final Change change;
    private int entries;
    private long sequence;

    PlantedFault(Change change) {
        this.change = change;
    }

    /// The entry that is wrong, or 0.
    long sequence() {
        return sequence;
    }

    @Override
    public byte[] apply(byte[] entry) {
        entries++;
        if (sequence != 0 || entries <= ENTRIES_BEFORE) {
            return entry;
        }
        List<byte[]> messages = change.plant(split(entry));
        if (messages == null) {
            return entry;
        }
        sequence = entries;
        var changed = new ByteArrayOutputStream();
        messages.forEach(changed::writeBytes);
        return changed.toByteArray();
    }

    /// Lets the engine trade with the fault in its journal: both judges must object at exactly that entry.
    void expectBothJudgesToObject(long seed, int commands) {
        var agreement = new Agreement("seed " + seed, Limits.tiny(), EngineReplica::new, this);

        String objection = agreement.run(new CommandStreams(seed, Agreement.SCOPE), commands);

        assertThat(sequence).as("the seed offers a place for the fault").isPositive();
        assertThat(objection).as("the reference disagrees").contains("first difference");
        assertThat(agreement.checker().violations()).as("the audit objects").isNotEmpty();
        assertThat(agreement.checker().violations().getFirst().sequence())
                .as("the audit objects: %s", agreement.checker().violations())
                .isBetween(sequence, sequence + 1);
    }

    private static List<byte[]> split(byte[] entry) {
        var messages = new ArrayList<byte[]>();
        var reader = new EventReader().wrap(new UnsafeBuffer(entry), 0, entry.length);
        while (reader.next()) {
            byte[] message = new byte[reader.length()];
            reader.buffer().getBytes(reader.offset() - MessageHeaderDecoder.ENCODED_LENGTH, message);
            messages.add(message);
        }
        return messages;
    }

    private static int templateId(byte[] message) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(message), 0).templateId();
    }

    /// Where in the entry there are messages of a kind.
    static List<Integer> places(List<byte[]> messages, int templateId) {
        var places = new ArrayList<Integer>();
        for (int index = 0; index < messages.size(); index++) {
            if (templateId(messages.get(index)) == templateId) {
                places.add(index);
            }
        }
        return places;
    }

    /// Leaves out the first message of a kind.
    static @Nullable List<byte[]> drop(List<byte[]> messages, int templateId) {
        List<Integer> places = places(messages, templateId);
        if (places.isEmpty()) {
            return null;
        }
        messages.remove((int) places.getFirst());
        return messages;
    }

    /// Adds one to a number of 64 bits in the first message of a kind.
    static @Nullable List<byte[]> add(List<byte[]> messages, int templateId, int fieldOffset) {
        List<Integer> places = places(messages, templateId);
        if (places.isEmpty()) {
            return null;
        }
        UnsafeBuffer buffer = buffer(messages, places.getFirst());
        int index = MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset;
        buffer.putLong(index, buffer.getLong(index) + 1);
        return messages;
    }

    /// Says the first message of a kind twice.
    static @Nullable List<byte[]> repeat(List<byte[]> messages, int templateId) {
        List<Integer> places = places(messages, templateId);
        if (places.isEmpty()) {
            return null;
        }
        messages.add(places.getFirst(), messages.get(places.getFirst()));
        return messages;
    }

    /// The bytes of one message, to change them in place; fields begin behind its header.
    static UnsafeBuffer buffer(List<byte[]> messages, int place) {
        return new UnsafeBuffer(messages.get(place));
    }
}
