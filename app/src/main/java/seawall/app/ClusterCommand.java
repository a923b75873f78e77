package seawall.app;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import seawall.app.market.DemoInstrument;
import seawall.app.market.Market;
import seawall.app.market.PricePath;
import seawall.cluster.Profile;
import seawall.drill.client.Credentials;

/// `seawall cluster`.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The demo's exchange in many processes on this machine: members, gateways, history; the market trades from here.",
            "",
            "Who is who is printed and written to DIR/cluster.json, with the numbers of the processes: kill one and watch. What"
                    + " each process was told is in DIR/config, what it said in DIR/logs. A process that dies stays dead, so that"
                    + " one can see what that means, unless --supervise is given; start it again with the command that is printed,"
                    + " such as  ./seawall member --config DIR/config/member-0.properties",
            "",
            "Ctrl-C stops everything; a later start on the same DIR, with the same number of members, goes on.",
            ""
        })
final class ClusterCommand implements Callable<Integer> {
    private static final Duration LIVELY_MAX = Duration.ofSeconds(60);

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Members: 1, 3 or 5 (${DEFAULT-VALUE}). With one, every acknowledged command is on its disk; with more,"
                            + " it is with a majority of them.")
    private int members;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "2",
            description = "Gateways, 1 to 8 (${DEFAULT-VALUE}).")
    private int gateways;

    @Option(
            names = "--regions",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Regions of the members, and of the gateways, in turn, such as a,b,c; a majority of the members should"
                            + " not share one.")
    private List<String> regions = List.of("local");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Public port of the first gateway, the others follow; 0 = any free ones (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--ops-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description =
                    "Private port of the first gateway on 127.0.0.1, the other gateways and then the members follow;"
                            + " 0 = any free ones (${DEFAULT-VALUE}).")
    private int opsPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "seawall-cluster",
            description = "Where everything is kept; delete it to start afresh (${DEFAULT-VALUE}).")
    private Path data = Path.of("seawall-cluster");

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "laptop",
            description =
                    "What the members take this machine for: laptop, or server with cores of its own for each of them"
                            + " (${DEFAULT-VALUE}).")
    private Profile profile = Profile.LAPTOP;

    @Option(names = "--supervise", description = "Start a process again when it dies.")
    private boolean supervise;

    @Option(names = "--no-market", description = "No robots: empty books, and nobody trades but you.")
    private boolean noMarket;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "12",
            description = "Orders a second of the market in a usual minute (${DEFAULT-VALUE}).")
    private double pace;

    private final PrintStream out = System.out;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        require(members == 1 || members == 3 || members == 5, "1, 3 or 5 members", members);
        require(gateways >= 1 && gateways <= 8, "1 to 8 gateways", gateways);
        require(pace > 0 && pace <= 120, "a pace above 0 and at most 120", pace);
        Path directory = data.toAbsolutePath().normalize();
        out.println("Seawall cluster. Data: " + directory);
        var cluster =
                LocalCluster.plan(directory, members, gateways, regions, port, opsPort, profile, supervise, this::tell);
        var parts = new Parts(cluster);
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "shutdown"));
        try {
            cluster.startMembers();
            DemoVenue venue = cluster.openVenue();
            cluster.startHistoryAndGateways();
            String rest = cluster.rest(0);
            String webSocket = cluster.webSocket(0);
            DemoAccounts.write(directory, rest, webSocket, venue.users(), venue.robots());
            cluster.writeWhoIsWho();
            if (!noMarket) {
                var course = new DemoCourse(directory);
                var market = new Market(
                        URI.create(rest),
                        URI.create(webSocket + "/private"),
                        venue.robots().getFirst(),
                        venue.robots().subList(1, venue.robots().size()),
                        DemoInstrument.ALL,
                        PricePath.surgeDay(),
                        null,
                        pace,
                        course.elapsed(),
                        course::save,
                        startNanos,
                        Clock.systemUTC());
                parts.market = market;
                market.start();
                List<String> quiet = market.awaitLively(LIVELY_MAX);
                tell(quiet.isEmpty() ? "the market trades" : "the market is slow on " + quiet);
            }
            welcome(cluster, directory, venue);
            stopped.await();
            return 0;
        } catch (Exception | Error e) {
            parts.close();
            throw e;
        }
    }

    /// What has been started, and is stopped once.
    private static final class Parts {
        final LocalCluster cluster;
        volatile @Nullable Market market;
        private boolean closed;

        Parts(LocalCluster cluster) {
            this.cluster = cluster;
        }

        synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            Market trading = market;
            if (trading != null) {
                trading.close();
            }
            cluster.close();
        }
    }

    private void welcome(LocalCluster cluster, Path directory, DemoVenue venue) {
        out.println();
        cluster.whoIsWho().forEach(out::println);
        out.println();
        for (Credentials user : venue.users()) {
            out.println("trader " + user.uid() + "  key " + user.apiKey() + "  secret " + user.secretKey()
                    + "  passphrase " + user.passphrase());
        }
        out.println("keys    " + directory.resolve(DemoAccounts.CREDENTIALS_FILE));
        out.println("who     " + directory.resolve(LocalCluster.WHO_IS_WHO_FILE));
        out.println();
        out.printf("ready in %.1f s%n", (System.nanoTime() - startNanos) / 1e9);
        out.flush();
    }

    private void tell(String news) {
        out.printf("%5.1f s  %s%n", (System.nanoTime() - startNanos) / 1e9, news);
        out.flush();
    }

    private static void require(boolean condition, String expected, Object found) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }
}
