package seawall.gateway.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// A channel of things that happen: each is told once, in order, several of one turn in one message.
final class ListTopic extends Topic {
    private final List<byte[]> happened = new ArrayList<>();
    private final JsonOutput element = new JsonOutput(FRAME_BYTES_MAX);
    private final @Nullable Greeting greeting;

    /// What newcomers are told.
    @FunctionalInterface
    interface Greeting {
        /// Writes the elements of `data`; returns false if there is nothing to tell.
        boolean write(JsonOutput json, long nowNanos);
    }

    /// @param greeting null if newcomers are told nothing
    ListTopic(TopicKey key, long intervalNanos, @Nullable Greeting greeting) {
        super(key, intervalNanos);
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
        for (byte[] each : happened) {
            message.json(each, 0, each.length);
        }
        happened.clear();
        return message.endArray().endObject();
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
