package seawall.gateway.fanout;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;

/// One stream of messages and those who listen. Belongs to the view thread.
///
/// A newcomer waits for the next turn: first the others are told what changed, then the newcomers get a snapshot
/// of just
/// that state, so that all of them continue on one chain of updates.
abstract class Topic {
    static final int FRAME_BYTES_MAX = 4 * 1024 * 1024;

    final TopicKey key;
    private final JsonOutput json = new JsonOutput(FRAME_BYTES_MAX);
    private final List<Subscription> newcomers = new ArrayList<>();
    // Arrays are replaced, never changed: event loops read them while newcomers join.
    private final Map<EventLoop, Subscription[]> audience = new IdentityHashMap<>();
    private final long intervalNanos;
    private long nextNanos;

    /// @param intervalNanos at most one turn in this time
    Topic(TopicKey key, long intervalNanos) {
        this.key = key;
        this.intervalNanos = intervalNanos;
    }

    final void join(Subscription subscription) {
        if (greetsNewcomers()) {
            newcomers.add(subscription);
        } else {
            // It must hear what happens from this moment on, not from the next turn on.
            audience.merge(subscription.loop(), new Subscription[] {subscription}, Topic::concatenation);
        }
    }

    /// True if newcomers get a snapshot; else they are told what happens after they joined, and at most what happened
    /// in the same turn before.
    boolean greetsNewcomers() {
        return true;
    }

    /// True if what is left to say in this turn needs another message.
    boolean hasMore() {
        return false;
    }

    /// From within a turn: the next one follows at the next tick, since not everything could be said.
    final void takeNextTick(long nowNanos) {
        nextNanos = nowNanos;
    }

    final void leave(Subscription subscription) {
        newcomers.remove(subscription);
        audience.computeIfPresent(subscription.loop(), (loop, before) -> {
            Subscription[] after =
                    Arrays.stream(before).filter(other -> other != subscription).toArray(Subscription[]::new);
            return after.length == 0 ? null : after;
        });
    }

    final boolean isEmpty() {
        return audience.isEmpty() && newcomers.isEmpty();
    }

    final void tick(long nowNanos, Batch batch) {
        if (nowNanos < nextNanos) {
            return;
        }
        nextNanos = nowNanos + intervalNanos;
        if (audience.isEmpty()) {
            skipUpdate(nowNanos);
        } else {
            Map<EventLoop, Subscription[]> listeners = Map.copyOf(audience);
            do {
                JsonOutput update = update(nowNanos, begin());
                if (update != null) {
                    batch.add(Frames.text(update), listeners);
                }
            } while (hasMore());
        }
        if (!newcomers.isEmpty()) {
            JsonOutput snapshot = snapshot(nowNanos, begin());
            if (snapshot != null) {
                batch.add(Frames.text(snapshot), byLoop(newcomers));
            }
            byLoop(newcomers).forEach((loop, joined) -> audience.merge(loop, joined, Topic::concatenation));
            newcomers.clear();
        }
    }

    /// Completes the message of what changed since the last turn; null if there is nothing to say.
    abstract @Nullable JsonOutput update(long nowNanos, JsonOutput message);

    /// Completes the message for newcomers; null if the channel has none.
    abstract @Nullable JsonOutput snapshot(long nowNanos, JsonOutput message);

    /// Nobody listens yet: changes up to now need not be told, the snapshot will show them.
    abstract void skipUpdate(long nowNanos);

    private JsonOutput begin() {
        json.reset().beginObject().key("arg");
        key.write(json);
        return json;
    }

    private static Map<EventLoop, Subscription[]> byLoop(List<Subscription> subscriptions) {
        Map<EventLoop, Subscription[]> byLoop = new IdentityHashMap<>();
        for (Subscription subscription : subscriptions) {
            byLoop.merge(subscription.loop(), new Subscription[] {subscription}, Topic::concatenation);
        }
        return byLoop;
    }

    private static Subscription[] concatenation(Subscription[] first, Subscription[] second) {
        Subscription[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
