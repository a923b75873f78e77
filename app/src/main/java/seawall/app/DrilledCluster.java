package seawall.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import seawall.app.market.DemoInstrument;
import seawall.cluster.Profile;
import seawall.drill.RunningExchange;
import seawall.drill.client.Credentials;
import seawall.link.ArchiveJournalReader;
import seawall.link.LinkMedia;

/// A cluster of its own for a drill, in a directory that nobody else uses.
final class DrilledCluster implements RunningExchange, AutoCloseable {
    private static final int ENTRIES_PER_POLL = 1_000;

    private final Path directory;
    private final LocalCluster cluster;
    private final int members;
    private final int gateways;
    private final List<Credentials> traders = new ArrayList<>();

    private DrilledCluster(Path directory, LocalCluster cluster, int members, int gateways) {
        this.directory = directory;
        this.cluster = cluster;
        this.members = members;
        this.gateways = gateways;
    }

    /// Starts everything, on free ports, and waits until it can be used.
    static DrilledCluster start(Path directory, int members, int gateways, Profile profile) throws Exception {
        // What the processes say of themselves stands in their logs; the drill tells what it does.
        var cluster = LocalCluster.plan(
                directory, members, gateways, List.of("a", "b", "c"), 0, 0, profile, false, news -> {});
        var drilled = new DrilledCluster(directory, cluster, members, gateways);
        try {
            cluster.startMembers();
            DemoVenue venue = cluster.openVenue();
            cluster.startHistoryAndGateways();
            cluster.writeWhoIsWho();
            drilled.traders.addAll(venue.users());
            drilled.traders.addAll(venue.robots());
            return drilled;
        } catch (Exception | Error e) {
            drilled.close();
            throw e;
        }
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public int gateways() {
        return gateways;
    }

    @Override
    public List<Listing> listings() {
        return DemoInstrument.ALL.stream()
                .map(instrument -> new Listing(
                        instrument.name(),
                        instrument.base(),
                        instrument.quote(),
                        instrument.tickScale(),
                        instrument.lotScale(),
                        instrument.minLots(),
                        instrument.usualLots(),
                        instrument.startTicks()))
                .toList();
    }

    @Override
    public List<Credentials> traders() {
        return List.copyOf(traders);
    }

    @Override
    public URI rest(int gateway) {
        return URI.create(cluster.rest(gateway));
    }

    @Override
    public URI webSocket(int gateway) {
        return URI.create(cluster.webSocket(gateway));
    }

    @Override
    public URI memberOps(int member) {
        return URI.create("http://127.0.0.1:" + cluster.memberOpsPort(member));
    }

    @Override
    public boolean isAlive(Part part) {
        return !cluster.process(part.toString()).ended().isDone();
    }

    @Override
    public void kill(Part part) {
        cluster.process(part.toString()).kill();
    }

    @Override
    public void pause(Part part) {
        cluster.process(part.toString()).signal("STOP");
    }

    @Override
    public void resume(Part part) {
        cluster.process(part.toString()).signal("CONT");
    }

    @Override
    public void start(Part part, Duration max) throws InterruptedException {
        cluster.startAgain(part.toString(), max);
    }

    @Override
    public void readJournal(int member, long untilSequence, EntryConsumer entries, Duration max) {
        try (LinkMedia media = LinkMedia.embedded(directory.resolve("media-judge"));
                var reader = new ArchiveJournalReader(
                        cluster.journals().get(member), media, 0, (sequence, buffer, offset, length) -> {
                            if (sequence <= untilSequence) {
                                entries.accept(buffer, offset, length);
                            }
                        })) {
            long deadlineNanos = System.nanoTime() + max.toNanos();
            while (reader.sequence() < untilSequence) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw new IllegalStateException("member " + member + " gave its journal up to entry "
                            + reader.sequence() + " of " + untilSequence + " within " + max.toSeconds() + " s");
                }
                if (reader.poll(ENTRIES_PER_POLL) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
