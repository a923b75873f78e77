package seawall.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose request takes too long to arrive, or that asks for nothing. Time that we need for an
/// answer
/// is never held against the client.
final class ConnectionTimer extends ChannelInboundHandlerAdapter {
    private enum Waiting {
        FOR_A_REQUEST,
        FOR_THE_REST_OF_ONE,
        FOR_OUR_ANSWER
    }

    private final long senderNanos;
    private final long idleNanos;
    private Waiting waiting = Waiting.FOR_A_REQUEST;
    private long deadlineNanos;
    private @Nullable ScheduledFuture<?> check;

    ConnectionTimer(HttpLimits limits) {
        this.senderNanos = limits.requestSender().toNanos();
        this.idleNanos = limits.idle().toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(Waiting.FOR_A_REQUEST, idleNanos);
        // A check that finds the deadline moved re-arms itself: one timer for a connection, whatever its requests.
        schedule(context, Math.min(senderNanos, idleNanos));
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting == Waiting.FOR_A_REQUEST) {
            await(Waiting.FOR_THE_REST_OF_ONE, senderNanos);
        }
        context.fireChannelRead(message);
    }

    /// The whole request is here.
    void requestComplete() {
        waiting = Waiting.FOR_OUR_ANSWER;
    }

    /// The answer is written.
    void answered() {
        await(Waiting.FOR_A_REQUEST, idleNanos);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (check != null) {
            check.cancel(false);
        }
    }

    private void await(Waiting what, long nanos) {
        waiting = what;
        deadlineNanos = System.nanoTime() + nanos;
    }

    private void schedule(ChannelHandlerContext context, long delayNanos) {
        check = context.executor().schedule(() -> check(context), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        long leftNanos = deadlineNanos - System.nanoTime();
        if (waiting == Waiting.FOR_OUR_ANSWER) {
            schedule(context, senderNanos);
        } else if (leftNanos <= 0) {
            context.close();
        } else {
            schedule(context, Math.min(leftNanos, senderNanos));
        }
    }
}
