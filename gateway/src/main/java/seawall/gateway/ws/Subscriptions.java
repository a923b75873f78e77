package seawall.gateway.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import seawall.gateway.fanout.Subscription;
import seawall.gateway.fanout.TopicKey;
import seawall.gateway.trade.Fields;

/// What a connection listens to. Belongs to the event loop of the connection.
final class Subscriptions {
    private final WsServices services;
    private final TopicArguments arguments;
    private final SocketOutput output;
    private final EventLoop loop;
    private final Map<TopicKey, Listening> subscriptions = new HashMap<>();

    Subscriptions(WsServices services, TopicArguments arguments, SocketOutput output, EventLoop loop) {
        this.services = services;
        this.arguments = arguments;
        this.output = output;
        this.loop = loop;
    }

    void subscribe(String id, Fields arg) {
        if (output.isClosing()) {
            return;
        }
        List<TopicKey> fresh = new ArrayList<>(arguments.keys(id, arg));
        if (fresh.isEmpty()) {
            return;
        }
        fresh.removeIf(subscriptions::containsKey);
        if (subscriptions.size() + fresh.size() > services.limits().subscriptionsMax()) {
            output.close(4009, "number of subscription channels for this connection exceeds the limit");
            return;
        }
        if (fresh.stream().anyMatch(this::conflicts)) {
            output.error(id, "64004", "books-l2-tbt can't be subscribed together with books or books50-l2-tbt");
            return;
        }
        // It listens before it is told so: what the client does next must find it there. Pushes come from tasks of this
        // event loop, so none overtakes the acknowledgement.
        Map<TopicKey, Joining> joined = new LinkedHashMap<>();
        fresh.forEach(key -> joined.put(key, join(key)));
        output.event(id, "subscribe", json -> {
            json.key("arg");
            arg.write(json);
        });
        joined.forEach((key, joining) -> tell(id, key, joining));
    }

    private enum Joining {
        LISTENING,
        NO_SEAT,
        BUSY
    }

    private Joining join(TopicKey key) {
        // A connection takes one seat at a channel of an account, however many filters it subscribes.
        if (Audiences.isCounted(key.channel())
                && !isSeated(key)
                && !services.audiences().join(key)) {
            return Joining.NO_SEAT;
        }
        Listening listening = new Listening(key);
        subscriptions.put(key, listening);
        if (services.fanOut().request(listening)) {
            return Joining.LISTENING;
        }
        subscriptions.remove(key);
        giveSeatBack(key);
        return Joining.BUSY;
    }

    private void tell(String id, TopicKey key, Joining joining) {
        if (joining == Joining.BUSY) {
            output.error(
                    id, "64007", "Operation subscribe failed due to WebSocket internal error. Please try again later.");
        } else if (Audiences.isCounted(key.channel())) {
            output.event(
                    "",
                    joining == Joining.LISTENING ? "channel-conn-count" : "channel-conn-count-error",
                    json -> json.field("channel", key.channel())
                            .field("connCount", services.audiences().count(key)));
        }
    }

    private boolean isSeated(TopicKey key) {
        return subscriptions.keySet().stream()
                .anyMatch(other -> other.channel().equals(key.channel()) && other.accountId() == key.accountId());
    }

    void unsubscribe(String id, Fields arg) {
        List<TopicKey> keys = arguments.keys(id, arg);
        if (keys.isEmpty()) {
            return;
        }
        keys.forEach(this::leave);
        output.event(id, "unsubscribe", json -> {
            json.key("arg");
            arg.write(json);
        });
    }

    private void leave(TopicKey key) {
        Listening listening = subscriptions.remove(key);
        if (listening != null) {
            listening.end();
            giveSeatBack(key);
            retryLeave(listening);
        }
    }

    private void giveSeatBack(TopicKey key) {
        if (Audiences.isCounted(key.channel()) && !isSeated(key)) {
            services.audiences().leave(key);
        }
    }

    private void retryLeave(Listening listening) {
        if (!services.fanOut().request(listening)) {
            // Nothing is pushed to it any more; only its place in the topic waits to be freed.
            loop.schedule(() -> retryLeave(listening), 100, TimeUnit.MILLISECONDS);
        }
    }

    /// The connection ends.
    void leaveAll() {
        List.copyOf(subscriptions.keySet()).forEach(this::leave);
    }

    private boolean conflicts(TopicKey key) {
        return switch (key.channel()) {
            case "books-l2-tbt" -> listensTo("books", key) || listensTo("books50-l2-tbt", key);
            case "books", "books50-l2-tbt" -> listensTo("books-l2-tbt", key);
            default -> false;
        };
    }

    private boolean listensTo(String channel, TopicKey like) {
        return subscriptions.containsKey(new TopicKey(channel, "", "", like.instrument(), "", 0));
    }

    private final class Listening extends Subscription {
        Listening(TopicKey key) {
            super(key, loop);
        }

        @Override
        protected void push(ByteBuf frame) {
            output.write(frame);
        }

        @Override
        protected void flush() {
            output.flush();
        }
    }
}
