package seawall.gateway.fanout;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// A channel of something that has a state: told to newcomers, and again when it differs from what was told.
///
/// @param <S> the state without its time, so that equal states are equal
final class StateTopic<S> extends Topic {
    /// The state of a moment.
    @FunctionalInterface
    interface Reading<S> {
        S read(long nowNanos);
    }

    /// Writes a state as the one element of `data`.
    @FunctionalInterface
    interface Writing<S> {
        void write(JsonOutput json, S state, long nowNanos);
    }

    private final Reading<S> reading;
    private final Writing<S> writing;
    private @Nullable S told;
    private boolean isDirty = true;

    StateTopic(TopicKey key, long intervalNanos, Reading<S> reading, Writing<S> writing) {
        super(key, intervalNanos);
        this.reading = reading;
        this.writing = writing;
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
        S now = reading.read(nowNanos);
        return now.equals(told) ? null : tell(now, nowNanos, message);
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        return tell(reading.read(nowNanos), nowNanos, message);
    }

    @Override
    void skipUpdate(long nowNanos) {}

    private JsonOutput tell(S state, long nowNanos, JsonOutput message) {
        told = state;
        message.key("data").beginArray();
        writing.write(message, state, nowNanos);
        return message.endArray().endObject();
    }
}
