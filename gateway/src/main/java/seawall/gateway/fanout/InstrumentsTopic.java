package seawall.gateway.fanout;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.Views;

/// The channel `instruments`: the whole list at first, then those that were listed or changed their state.
final class InstrumentsTopic extends Topic {
    private static final long INTERVAL_NANOS = 100_000_000;

    private final Views views;
    private final OkxJson render;
    private final Set<Integer> changed = new LinkedHashSet<>();

    InstrumentsTopic(TopicKey key, Views views, OkxJson render) {
        super(key, INTERVAL_NANOS);
        this.views = views;
        this.render = render;
    }

    void changed(int instrumentId) {
        changed.add(instrumentId);
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        if (changed.isEmpty()) {
            return null;
        }
        message.key("data").beginArray();
        views.instruments().stream()
                .filter(instrument -> changed.contains(instrument.instrumentId()))
                .forEach(instrument -> render.instrument(message, instrument));
        changed.clear();
        return message.endArray().endObject();
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        message.key("data").beginArray();
        views.instruments().forEach(instrument -> render.instrument(message, instrument));
        return message.endArray().endObject();
    }

    @Override
    void skipUpdate(long nowNanos) {
        changed.clear();
    }
}
