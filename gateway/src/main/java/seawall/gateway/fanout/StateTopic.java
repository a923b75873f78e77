package seawall.gateway.fanout;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// A channel of something that has a state: told to newcomers, and again when it differs from what was told. Some
/// channels also repeat a state that does not change.
///
/// @param <S> the state without its time, so that equal states are equal
final class StateTopic<S> extends Topic {
    /// The state of a moment; null when there is nothing to tell.
    @FunctionalInterface
    interface Reading<S> {
        @Nullable
        S read(long nowNanos);
    }

    /// Writes a state as the one element of `data`.
    @FunctionalInterface
    interface Writing<S> {
        void write(JsonOutput json, S state, long nowNanos);
    }

    private final Reading<S> reading;
    private final Writing<S> writing;
    private final long repeatNanos;
    private @Nullable S told;
    private long toldNanos;
    private boolean isDirty = true;

    /// @param repeatNanos an unchanged state is told again after this long; [Long#MAX_VALUE] for never
    StateTopic(TopicKey key, long intervalNanos, long repeatNanos, Reading<S> reading, Writing<S> writing) {
        super(key, intervalNanos);
        this.repeatNanos = repeatNanos;
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
        boolean repeats = nowNanos - toldNanos >= repeatNanos;
        if (!isDirty && !repeats) {
            return null;
        }
        isDirty = false;
        S now = reading.read(nowNanos);
        if (now == null || (now.equals(told) && !repeats)) {
            told = now;
            return null;
        }
        toldNanos = nowNanos;
        return tell(now, nowNanos, message);
    }

    @Override
    @Nullable
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        S now = reading.read(nowNanos);
        return now == null ? null : tell(now, nowNanos, message);
    }

    @Override
    void skipUpdate(long nowNanos) {
        // The first listeners get a snapshot in this turn. Later newcomers must not put the repetition off: the others
        // do not hear their snapshot.
        toldNanos = nowNanos;
    }

    private JsonOutput tell(S state, long nowNanos, JsonOutput message) {
        told = state;
        message.key("data").beginArray();
        writing.write(message, state, nowNanos);
        return message.endArray().endObject();
    }
}
