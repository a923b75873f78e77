package seawall.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/// One listener of one topic. It belongs to the event loop of its connection.
public abstract class Subscription {
    private final TopicKey key;
    private final EventLoop loop;
    private volatile boolean active = true;

    protected Subscription(TopicKey key, EventLoop loop) {
        this.key = key;
        this.loop = loop;
    }

    public final TopicKey key() {
        return key;
    }

    final EventLoop loop() {
        return loop;
    }

    /// True until it is given up; nothing is pushed afterwards.
    public final boolean isActive() {
        return active;
    }

    public final void end() {
        active = false;
    }

    /// Takes over one reference to a complete WebSocket frame. Called on the event loop.
    protected abstract void push(ByteBuf frame);

    /// Sends what was pushed. Called on the event loop, once after several pushes.
    protected abstract void flush();
}
