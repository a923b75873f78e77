package seawall.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/// What one tick has to say, gathered so that each event loop gets one task and each connection one flush.
final class Batch {
    private record Delivery(ByteBuf frame, Subscription[] audience) {}

    private final Map<EventLoop, List<Delivery>> deliveries = new LinkedHashMap<>();
    private long frames;

    /// Adds a frame for an audience that is not changed afterwards. The batch takes over one reference.
    void add(ByteBuf frame, Map<EventLoop, Subscription[]> audience) {
        frames++;
        audience.forEach((loop, subscriptions) -> deliveries
                .computeIfAbsent(loop, unused -> new ArrayList<>())
                .add(new Delivery(frame.retain(), subscriptions)));
        frame.release();
    }

    /// Hands everything over.
    ///
    /// @return frames encoded
    long send() {
        deliveries.forEach((loop, list) -> {
            try {
                loop.execute(() -> deliver(list));
            } catch (RejectedExecutionException closing) {
                // The loop is gone with its connections: nobody is left to hear it.
                list.forEach(delivery -> delivery.frame.release());
            }
        });
        return frames;
    }

    private static void deliver(List<Delivery> list) {
        Set<Subscription> touched = new LinkedHashSet<>();
        for (Delivery delivery : list) {
            for (Subscription subscription : delivery.audience) {
                if (subscription.isActive()) {
                    subscription.push(delivery.frame.retainedDuplicate());
                    touched.add(subscription);
                }
            }
            delivery.frame.release();
        }
        touched.forEach(Subscription::flush);
    }
}
