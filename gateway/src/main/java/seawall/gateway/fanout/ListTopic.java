package seawall.gateway.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// A channel of things that happen: each is told once, in order.
final class ListTopic extends Topic {
    private final Deque<byte[]> happened = new ArrayDeque<>();
    private final int elementsMax;
    private final JsonOutput element = new JsonOutput(FRAME_BYTES_MAX);
    private final @Nullable Greeting greeting;

    /// What newcomers are told.
    @FunctionalInterface
    interface Greeting {
        /// Writes the elements of `data`; returns false if there is nothing to tell.
        boolean write(JsonOutput json, long nowNanos);
    }

    /// @param elementsMax what one message holds at most; one entry of the journal can hold thousands of events
    /// @param greeting    null if newcomers are told nothing
    ListTopic(TopicKey key, long intervalNanos, int elementsMax, @Nullable Greeting greeting) {
        super(key, intervalNanos);
        this.elementsMax = elementsMax;
        this.greeting = greeting;
    }

    @Override
    boolean greetsNewcomers() {
        return greeting != null;
    }

    /// Takes one element of `data`.
    void add(Consumer<JsonOutput> writer) {
        element.reset();
        writer.accept(element);
        happened.add(element.toByteArray());
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        if (happened.isEmpty()) {
            return null;
        }
        message.key("data").beginArray();
        for (int i = 0; i < elementsMax && !happened.isEmpty(); i++) {
            byte[] each = happened.remove();
            message.json(each, 0, each.length);
        }
        return message.endArray().endObject();
    }

    @Override
    boolean hasMore() {
        return !happened.isEmpty();
    }

    @Override
    @Nullable
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        if (greeting == null) {
            return null;
        }
        message.key("data").beginArray();
        return greeting.write(message, nowNanos) ? message.endArray().endObject() : null;
    }

    @Override
    void skipUpdate(long nowNanos) {
        happened.clear();
    }
}
