package seawall.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.admission.Buckets;
import seawall.gateway.admission.EndpointAdmission;
import seawall.gateway.admission.OrderAdmission;
import seawall.gateway.auth.ApiKeys;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Repetitions;
import seawall.gateway.auth.Seal;
import seawall.gateway.fanout.FanOut;
import seawall.gateway.http.Certificate;
import seawall.gateway.http.Counters;
import seawall.gateway.http.HttpInitializer;
import seawall.gateway.http.HttpServices;
import seawall.gateway.http.OpsServer;
import seawall.gateway.http.ReadTable;
import seawall.gateway.okx.Endpoint;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.ReadEndpoints;
import seawall.gateway.okx.ReadRequest;
import seawall.gateway.okx.Reply;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.status.PhaseOutages;
import seawall.gateway.trade.Instruments;
import seawall.gateway.trade.OrderDesk;
import seawall.gateway.trade.PendingCommands;
import seawall.gateway.trade.TradeRoutes;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.EntryHeader;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.ViewListener;
import seawall.gateway.view.Views;
import seawall.gateway.ws.Audiences;
import seawall.gateway.ws.KeyHolders;
import seawall.gateway.ws.WsServices;
import seawall.link.CommandLink;
import seawall.link.JournalEntryHandler;
import seawall.link.JournalReader;
import seawall.wire.codec.Phase;

/// A process's whole face towards clients: follows the journal, answers requests, sends commands, pushes what changed.
///
/// One thread, the view thread, applies the journal; event loops serve connections and read what it publishes. Nothing
/// that a client sends can make the view thread wait.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int ENTRIES_PER_POLL = 256;
    private static final long TICK_NANOS = 10_000_000;
    private static final long PATIENCE_CHECK_NANOS = 100_000_000;
    private static final int BACKLOG = 4_096;

    private final GatewayConfig config;
    private final CommandLink link;
    private final JournalReader journal;
    private final Supplier<List<StatusRow>> status;
    private final Consumer<Throwable> onFailure;
    private final LongSupplier clockNanos = new SystemEpochNanoClock()::nanoTime;
    private final Counters counters = new Counters();
    private final Views views;
    private final Instruments instruments = new Instruments();
    private final ApiKeys keys;
    private final PendingCommands pending;
    private final MultiThreadIoEventLoopGroup loops;
    private final ExecutorService waiting;
    private final FanOut fanOut;
    private final WsServices sockets;
    private final @Nullable Certificate certificate;
    private final HttpInitializer connections;
    private final Channel publicPort;
    private final Channel opsPort;
    private final Thread viewThread;
    private volatile boolean running = true;
    private volatile boolean live;
    private volatile boolean draining;
    private volatile @Nullable Throwable failure;

    private Gateway(
            GatewayConfig config,
            CommandLink link,
            Function<JournalEntryHandler, JournalReader> journals,
            @Nullable OlderPages olderPages,
            Supplier<List<StatusRow>> status,
            Consumer<Throwable> onFailure) {
        this.config = config;
        this.link = link;
        PhaseOutages outages = new PhaseOutages();
        this.status = () ->
                Stream.concat(status.get().stream(), outages.rows().stream()).toList();
        this.onFailure = onFailure;
        this.views = new Views(config.views());
        Seal seal = Seal.fromFile(config.venueKeyFile());
        this.keys = new ApiKeys(seal);
        // Answers of an earlier run of this gateway carry another incarnation, so the ids may begin anywhere.
        this.pending = new PendingCommands(config.pendingMax(), 0);
        Buckets buckets = new Buckets(config.bucketsMax());
        OrderAdmission orders = new OrderAdmission(buckets, config.rateLimitFactor());
        OrderDesk desk = new OrderDesk(
                instruments,
                views::openAlgo,
                pending,
                link,
                orders,
                clockNanos,
                config.deadline().toNanos(),
                config.patience().toNanos());
        views.listen(new Tables());
        this.waiting = new ThreadPoolExecutor(
                0,
                config.waitingMax(),
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("older-rows-", 0).daemon().factory());
        this.fanOut = new FanOut(views);
        views.listen(fanOut);
        views.listen(new Answers());
        views.listen(outages);
        ReadTable reads = reads(new ReadEndpoints(views, olderPages, this.status));
        TradeRoutes trade = new TradeRoutes(desk, views, seal);
        Authenticator authenticator = new Authenticator(keys);
        EndpointAdmission endpoints = new EndpointAdmission(buckets, config.rateLimitFactor());
        this.sockets = new WsServices(
                counters,
                keys,
                authenticator,
                endpoints,
                instruments,
                trade,
                fanOut,
                new Audiences(config.sockets().connectionsMax()),
                new KeyHolders(),
                WsServices.noSessions(),
                () -> live,
                clockNanos,
                config.sockets().times(config.rateLimitFactor()));
        HttpServices services = new HttpServices(
                config.http(),
                counters,
                keys,
                authenticator,
                new Repetitions(clockNanos.getAsLong() / 1_000_000),
                endpoints,
                orders,
                trade,
                reads,
                () -> live,
                () -> draining,
                clockNanos,
                waiting,
                sockets);
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(
                config.eventLoops(),
                Thread.ofPlatform().name("gateway-", 0).daemon().factory(),
                io);
        this.certificate = config.tls() == null
                ? null
                : new Certificate(config.tls().certificates(), config.tls().privateKey());
        this.connections = new HttpInitializer(services, () -> certificate == null ? null : certificate.context());
        this.journal = journals.apply(this::onEntry);
        this.viewThread = Thread.ofPlatform().name("view").daemon().unstarted(this::followJournal);
        try {
            this.publicPort = bind(config.host(), config.port(), connections);
            this.opsPort = bind(
                    config.opsHost(),
                    config.opsPort(),
                    new OpsServer(new Operations(), config.http().requestSender()));
        } catch (RuntimeException problem) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw problem;
        }
        viewThread.start();
        LOG.info("serving port {} over {}", port(), transport());
    }

    /// Starts a gateway: its ports are bound when this returns, and answer `50001` until it has caught up.
    ///
    /// @param link      where commands go; stays open when the gateway closes
    /// @param journals  opens the journal for a handler; the reader is polled, and closed, by the gateway
    /// @param olderPages where rows are that left the views; null when they are gone
    /// @param status     announcements of the status page, the ongoing one last; answers at once, since the view
    ///                   thread asks ten times a second. Instruments that do not trade are added here
    /// @param onFailure called once if the view of the journal breaks; the process should then end
    public static Gateway start(
            GatewayConfig config,
            CommandLink link,
            Function<JournalEntryHandler, JournalReader> journals,
            @Nullable OlderPages olderPages,
            Supplier<List<StatusRow>> status,
            Consumer<Throwable> onFailure) {
        return new Gateway(config, link, journals, olderPages, status, onFailure);
    }

    /// The bound public port.
    public int port() {
        return ((InetSocketAddress) publicPort.localAddress()).getPort();
    }

    /// The bound operators' port.
    public int opsPort() {
        return opsAddress().getPort();
    }

    InetSocketAddress opsAddress() {
        return (InetSocketAddress) opsPort.localAddress();
    }

    /// True while requests are answered from views that follow the journal.
    public boolean isLive() {
        return live;
    }

    /// What serves the connections: the kernel's own interface where Netty's native library for it is on the class
    /// path, the JDK's selectors elsewhere.
    static String transport() {
        return Epoll.isAvailable() ? "epoll" : "nio";
    }

    /// What this gateway shows, for any thread but its `book` and `liveTicker`.
    public Views views() {
        return views;
    }

    private Channel bind(String host, int port, ChannelHandler initializer) {
        return new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer)
                .bind(host, port)
                .syncUninterruptibly()
                .channel();
    }

    private void onEntry(long sequence, DirectBuffer buffer, int offset, int length) {
        fanOut.takeRequests();
        views.onEntry(sequence, buffer, offset, length);
        link.onEntry(buffer, offset, length);
    }

    private void followJournal() {
        IdleStrategy idle = new BackoffIdleStrategy(1, 1, 20_000, 200_000);
        long nextTickNanos = 0;
        long nextPatienceNanos = 0;
        try (journal) {
            while (running) {
                int work = journal.poll(ENTRIES_PER_POLL);
                if (!live && journal.isLive() && work == 0) {
                    LOG.info("following the journal from sequence {}", journal.sequence());
                    live = true;
                }
                long nowNanos = clockNanos.getAsLong();
                if (nowNanos >= nextTickNanos) {
                    nextTickNanos = nowNanos + TICK_NANOS;
                    views.refresh(nowNanos);
                    fanOut.onTick(nowNanos);
                }
                if (nowNanos >= nextPatienceNanos) {
                    nextPatienceNanos = nowNanos + PATIENCE_CHECK_NANOS;
                    pending.onTick(nowNanos);
                    fanOut.onStatus(status.get(), nowNanos);
                    if (certificate != null) {
                        certificate.onTick();
                    }
                }
                idle.idle(work);
            }
        } catch (RuntimeException | Error problem) {
            // A view that went wrong must not be shown to anyone.
            live = false;
            failure = problem;
            LOG.error("the view of the journal broke at sequence {}", views.sequence(), problem);
            onFailure.accept(problem);
        }
    }

    /// Announces the end on every socket, takes nothing new, and finishes what is in flight.
    public void drain() {
        if (draining) {
            return;
        }
        draining = true;
        LOG.info("leaving: sockets are closed in {}", config.drainNotice());
        publicPort.close();
        sockets.announceEnd();
        loops.next().schedule(sockets::closeAll, config.drainNotice().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ReadTable reads(ReadEndpoints all) {
        return path -> {
            Endpoint endpoint = all.endpoint(path);
            return endpoint == null ? null : new Read(all, endpoint);
        };
    }

    private record Read(ReadEndpoints all, Endpoint endpoint) implements ReadTable.Read {
        @Override
        public int permission() {
            return endpoint.permission();
        }

        @Override
        public boolean isAlwaysAnswered() {
            return endpoint.path().equals("/api/v5/public/time")
                    || endpoint.path().equals("/api/v5/system/status");
        }

        @Override
        public RateLimit limit() {
            return endpoint.limit();
        }

        @Override
        public Reply answer(ReadRequest request, JsonOutput body, boolean mayWait) {
            return mayWait ? all.answerWithOlderPages(endpoint, request, body) : all.answer(endpoint, request, body);
        }
    }

    @Override
    public void close() {
        draining = true;
        publicPort.close().syncUninterruptibly();
        opsPort.close().syncUninterruptibly();
        running = false;
        try {
            viewThread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        waiting.shutdown();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// Keeps the small tables of event loops up to date.
    private final class Tables implements ViewListener {
        @Override
        public void onCurrency(CurrencyView currency) {
            instruments.put(currency);
        }

        @Override
        public void onInstrument(InstrumentView instrument) {
            instruments.put(instrument);
        }

        @Override
        public void onPhase(InstrumentView instrument, Phase phase) {
            instruments.put(instrument);
        }

        @Override
        public void onPriceLimit(InstrumentView instrument) {
            instruments.put(instrument);
        }

        @Override
        public void onApiKey(ApiKeyView apiKey) {
            keys.put(apiKey);
        }

        @Override
        public void onApiKeyChanged(ApiKeyView apiKey) {
            keys.put(apiKey);
            // What it let in was let in by what it was.
            sockets.onKeyDeleted(apiKey.apiKey());
        }

        @Override
        public void onApiKeyDeleted(ApiKeyView apiKey) {
            keys.deleted(apiKey.apiKey());
            sockets.onKeyDeleted(apiKey.apiKey());
        }
    }

    /// Brings commands their answers, last of all: who reads after an answer finds its effects.
    private final class Answers implements ViewListener {
        @Override
        public void onEntry(EntryHeader header) {
            if (header.gatewayId() == link.gatewayId() && header.incarnation() == link.incarnation()) {
                pending.onEntry(header);
            }
        }
    }

    private final class Operations implements OpsServer.Operations {
        private static final String COUNTER = "counter";
        private static final String GAUGE = "gauge";

        @Override
        public boolean isHealthy() {
            return live && !draining && failure == null;
        }

        @Override
        public String health() {
            return "{\"live\":" + live + ",\"draining\":" + draining + ",\"failed\":" + (failure != null)
                    + ",\"linked\":" + link.isConnected() + ",\"sequence\":" + views.sequence() + ",\"pending\":"
                    + pending.size() + ",\"connections\":" + connections.connections() + ",\"transport\":\""
                    + transport()
                    + "\"}";
        }

        @Override
        public String metrics() {
            StringBuilder text = new StringBuilder(4_096);
            counters.values()
                    .forEach((name, value) -> metric(text, name + "_total", COUNTER, name.replace('_', ' '), value));
            metric(
                    text,
                    "live",
                    GAUGE,
                    "1 while requests are answered from views that follow the journal",
                    live ? 1 : 0);
            metric(text, "linked", GAUGE, "1 while commands reach the cluster", link.isConnected() ? 1 : 0);
            metric(text, "journal_sequence", GAUGE, "sequence number of the last journal entry", views.sequence());
            metric(text, "commands_pending", GAUGE, "commands on their way through the log", pending.size());
            metric(text, "commands_unknown_total", COUNTER, "commands that nobody answered in time", pending.unknown());
            metric(text, "connections", GAUGE, "public connections open", connections.connections());
            metric(
                    text,
                    "sockets",
                    GAUGE,
                    "WebSocket sessions open",
                    sockets.sessions().size());
            metric(text, "topics", GAUGE, "topics that somebody listens to", fanOut.topics());
            metric(text, "frames_encoded_total", COUNTER, "frames encoded for all their listeners", fanOut.frames());
            metric(text, "api_keys", GAUGE, "API keys in force", keys.count());
            metric(text, "api_keys_unreadable", GAUGE, "API keys sealed under another venue key", keys.unreadable());
            return text.toString();
        }

        @Override
        public void drain() {
            Gateway.this.drain();
        }

        private void metric(StringBuilder text, String name, String type, String help, long value) {
            String full = "seawall_gateway_" + name;
            text.append("# HELP ").append(full).append(' ').append(help).append('\n');
            text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
            text.append(full).append(' ').append(value).append('\n');
        }
    }
}
