package seawall.bench;

import exchange.core2.core.common.CoreWaitStrategy;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.utils.AffinityThreadFactory;
import exchange.core2.core.utils.AffinityThreadFactory.ThreadAffinityMode;
import java.util.Locale;

/// How exchange-core can be set up. Its threads outnumber the cores of a small machine, so that how they wait decides
/// its speed by a factor of three: all are tried, and the best is the peer.
enum PeerConfiguration {
    /// The sizes of its own single-book throughput test.
    YIELDING(CoreWaitStrategy.YIELDING, false, 32 * 1024, 1, 1, 1536),
    /// The sizes of its latency preset.
    YIELDING_SMALL(CoreWaitStrategy.YIELDING, false, 2 * 1024, 1, 1, 256),
    YIELDING_PINNED(CoreWaitStrategy.YIELDING, true, 32 * 1024, 1, 1, 1536),
    /// The sizes of its own many-books throughput test, for machines with many cores.
    YIELDING_SHARDED(CoreWaitStrategy.YIELDING, false, 64 * 1024, 4, 2, 2048),
    BLOCKING(CoreWaitStrategy.BLOCKING, false, 32 * 1024, 1, 1, 1536),
    BUSY_SPIN(CoreWaitStrategy.BUSY_SPIN, false, 32 * 1024, 1, 1, 1536),
    /// As it is shipped.
    BUSY_SPIN_PINNED(CoreWaitStrategy.BUSY_SPIN, true, 32 * 1024, 1, 1, 1536);

    private final CoreWaitStrategy waitStrategy;
    private final boolean pinned;
    private final int ringSize;
    private final int matchingEngines;
    private final int riskEngines;
    private final int groupMax;

    PeerConfiguration(
            CoreWaitStrategy waitStrategy,
            boolean pinned,
            int ringSize,
            int matchingEngines,
            int riskEngines,
            int groupMax) {
        this.waitStrategy = waitStrategy;
        this.pinned = pinned;
        this.ringSize = ringSize;
        this.matchingEngines = matchingEngines;
        this.riskEngines = riskEngines;
        this.groupMax = groupMax;
    }

    /// Name on the command line and in tables.
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static PeerConfiguration of(String title) {
        for (PeerConfiguration configuration : values()) {
            if (configuration.title().equals(title)) {
                return configuration;
            }
        }
        throw new IllegalArgumentException("expected a configuration of exchange-core, found " + title);
    }

    String description() {
        return String.format(
                Locale.ROOT,
                "wait %s, threads %s, ring %d, %d matching and %d risk engines, groups of %d",
                waitStrategy,
                pinned ? "pinned to cores" : "free",
                ringSize,
                matchingEngines,
                riskEngines,
                groupMax);
    }

    PerformanceConfiguration performance() {
        return PerformanceConfiguration.throughputPerformanceBuilder()
                .waitStrategy(waitStrategy)
                .threadFactory(
                        pinned
                                ? new AffinityThreadFactory(ThreadAffinityMode.THREAD_AFFINITY_ENABLE_PER_LOGICAL_CORE)
                                : Thread::new)
                .ringBufferSize(ringSize)
                .matchingEnginesNum(matchingEngines)
                .riskEnginesNum(riskEngines)
                .msgsInGroupLimit(groupMax)
                .orderBookFactory(OrderBookDirectImpl::new)
                .build();
    }
}
