package seawall.gateway.fanout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// A channel of something that has a state: told to newcomers, and again when it differs from what was told.
final class StateTopic extends Topic {
    /// Writes the elements of `data` as of now; returns false if there is nothing to show yet.
    @FunctionalInterface
    interface State {
        boolean write(JsonOutput json, long nowNanos);
    }

    private final State state;
    private final JsonOutput current = new JsonOutput(FRAME_BYTES_MAX);
    private byte[] told = {};
    private boolean isDirty = true;

    StateTopic(TopicKey key, long intervalNanos, State state) {
        super(key, intervalNanos);
        this.state = state;
    }

    /// Something happened that may have changed the state.
    void touch() {
        isDirty = true;
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        if (!isDirty) {
            return null;
        }
        isDirty = false;
        if (!write(nowNanos) || Arrays.equals(told, 0, told.length, current.array(), 0, current.length())) {
            return null;
        }
        told = current.toByteArray();
        return message(message);
    }

    @Override
    @Nullable
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        if (!write(nowNanos)) {
            return null;
        }
        told = current.toByteArray();
        return message(message);
    }

    @Override
    void skipUpdate(long nowNanos) {}

    private boolean write(long nowNanos) {
        current.reset().beginArray();
        boolean exists = state.write(current, nowNanos);
        current.endArray();
        return exists;
    }

    private JsonOutput message(JsonOutput message) {
        return message.key("data").json(current.array(), 0, current.length()).endObject();
    }
}
