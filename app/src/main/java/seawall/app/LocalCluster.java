package seawall.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import seawall.app.roles.RoleProcess;
import seawall.cluster.DirectoryLock;
import seawall.cluster.Profile;
import seawall.drill.client.Json;
import seawall.gateway.auth.Seal;
import seawall.link.ClusterCommandLink;
import seawall.link.JournalSource;
import seawall.link.LinkMedia;
import seawall.link.RovingJournalReader;
import seawall.wire.MemberPorts;

/// An exchange of many processes on this machine: plans ports and files, starts the processes, says who is who, and
/// starts those again that die if it was asked to.
final class LocalCluster implements AutoCloseable {
    static final String WHO_IS_WHO_FILE = "cluster.json";

    private static final int OPENING_ID = 1;
    private static final int FIRST_GATEWAY_ID = 2;
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    /// A process that dies is started again after the shorter pause; twice as long after each start that failed.
    private static final Duration RESTART_PAUSE_MIN = Duration.ofSeconds(1);

    private static final Duration RESTART_PAUSE_MAX = Duration.ofSeconds(30);

    /// A process of the plan.
    ///
    /// @param role   such as `member`
    /// @param number within its role
    /// @param port   public port, 0 for none
    private record Planned(String role, int number, String region, int port, int opsPort) {
        String name() {
            return role.equals("history") ? role : role + "-" + number;
        }
    }

    private final Path directory;
    private final Profile profile;
    private final boolean supervise;
    private final Consumer<String> news;
    private final List<Planned> plan = new ArrayList<>();
    private final List<MemberPorts> memberPorts = new ArrayList<>();
    private final Map<String, RoleProcess> running = new LinkedHashMap<>();
    private final Map<String, Duration> restartPauses = new HashMap<>();
    private final DirectoryLock lock;
    private boolean closing;

    private LocalCluster(Path directory, Profile profile, boolean supervise, Consumer<String> news) {
        // Before anything is written: another start would exchange the files of a running cluster.
        this.lock = DirectoryLock.acquire(directory, "cluster");
        this.directory = directory;
        this.profile = profile;
        this.supervise = supervise;
        this.news = news;
    }

    /// Plans the processes and writes their configuration files.
    ///
    /// @param port    public port of the first gateway, 0 = any free ones
    /// @param opsPort private port of the first gateway, then of the others and of the members; 0 = any free ones
    /// @param profile what the members take this machine for
    /// @param news    told what happens to the processes
    static LocalCluster plan(
            Path directory,
            int members,
            int gateways,
            List<String> regions,
            int port,
            int opsPort,
            Profile profile,
            boolean supervise,
            Consumer<String> news)
            throws IOException {
        DataDirectory.requireCluster(directory, members);
        var cluster = new LocalCluster(directory, profile, supervise, news);
        for (int number = 0; number < members; number++) {
            cluster.memberPorts.add(LocalMember.freePorts());
            cluster.plan.add(new Planned(
                    "member",
                    number,
                    regions.get(number % regions.size()),
                    0,
                    opsPort == 0 ? freePort() : opsPort + gateways + number));
        }
        cluster.plan.add(new Planned("history", 0, regions.getFirst(), 0, 0));
        for (int number = 0; number < gateways; number++) {
            cluster.plan.add(new Planned(
                    "gateway",
                    number,
                    regions.get(number % regions.size()),
                    port == 0 ? freePort() : port + number,
                    opsPort == 0 ? freePort() : opsPort + number));
        }
        // Made now, so that no two gateways make different ones.
        Seal.fromFile(cluster.venueKeyFile());
        for (Planned process : cluster.plan) {
            Path config = cluster.config(process);
            Files.createDirectories(config.getParent());
            Files.writeString(config, cluster.settings(process));
        }
        return cluster;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path venueKeyFile() {
        return directory.resolve("venue.key");
    }

    private Path config(Planned process) {
        return DataDirectory.config(directory, process.name());
    }

    private String settings(Planned process) {
        var settings = new LinkedHashMap<String, Object>();
        if (process.role().equals("member")) {
            settings.put("id", process.number());
        } else if (process.role().equals("gateway")) {
            settings.put("id", FIRST_GATEWAY_ID + process.number());
        }
        settings.put(
                "members",
                members().stream()
                        .map(member -> member.number() + "@localhost:"
                                + memberPorts.get(member.number()).base() + "/" + member.region())
                        .collect(Collectors.joining(", ")));
        switch (process.role()) {
            case "member" -> {
                settings.put("directory", "../" + process.name());
                settings.put("durability", memberPorts.size() == 1 ? "fsync" : "replicated");
                settings.put("profile", profile.name().toLowerCase(Locale.ROOT));
                settings.put("ops-port", process.opsPort());
            }
            case "gateway" -> {
                // Readers spread over the members: an audience costs the leader no more than the others.
                settings.put("read-from", (process.number() + 1) % memberPorts.size());
                settings.put("media", "../media-" + process.name());
                settings.put("host", "127.0.0.1");
                settings.put("port", process.port());
                settings.put("ops-port", process.opsPort());
                settings.put("venue-key", "../venue.key");
                settings.put("maintenance", "../" + Exchange.MAINTENANCE_FILE);
                settings.put("history", "../history.db");
            }
            default -> {
                settings.put("media", "../media-" + process.name());
                settings.put("history", "../history.db");
            }
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private List<Planned> members() {
        return plan.stream().filter(process -> process.role().equals("member")).toList();
    }

    private List<Planned> gateways() {
        return plan.stream().filter(process -> process.role().equals("gateway")).toList();
    }

    void startMembers() throws InterruptedException {
        members().forEach(this::start);
        awaitReady("member");
    }

    void startHistoryAndGateways() throws InterruptedException {
        plan.stream().filter(process -> !process.role().equals("member")).forEach(this::start);
        awaitReady("history");
        awaitReady("gateway");
    }

    private synchronized void start(Planned process) {
        if (closing) {
            return;
        }
        try {
            RoleProcess started =
                    RoleProcess.start(process.role(), process.name(), config(process), directory.resolve("logs"));
            running.put(process.name(), started);
            started.ended().thenAccept(status -> onEnd(process, started, status));
        } catch (IOException e) {
            throw new IllegalStateException("starting " + process.name(), e);
        }
    }

    private void awaitReady(String role) throws InterruptedException {
        List<RoleProcess> starting;
        synchronized (this) {
            starting = plan.stream()
                    .filter(process -> process.role().equals(role))
                    .map(this::requireRunning)
                    .toList();
        }
        for (RoleProcess process : starting) {
            process.awaitReady(READY_MAX);
            news.accept(process.name() + " runs as process " + process.pid());
        }
    }

    private void onEnd(Planned process, RoleProcess ended, int status) {
        synchronized (this) {
            if (closing || running.get(process.name()) != ended) {
                return;
            }
        }
        news.accept(process.name() + " (process " + ended.pid() + ") ended with status " + status
                + (supervise
                        ? "; starting it again"
                        : "; again with:  ./seawall " + process.role() + " --config " + config(process)));
        if (supervise) {
            Thread.ofPlatform().daemon().name("restart of " + process.name()).start(() -> restart(process));
        }
    }

    private void restart(Planned process) {
        try {
            Thread.sleep(nextPause(process));
            start(process);
            RoleProcess started = requireRunning(process);
            tellWhoIsWho();
            started.awaitReady(READY_MAX);
            forgetPause(process);
            news.accept(process.name() + " runs again as process " + started.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // When it has ended, its end has led to another attempt.
            news.accept(process.name() + " is not ready: " + e.getMessage());
        }
    }

    private void tellWhoIsWho() {
        try {
            writeWhoIsWho();
        } catch (IOException e) {
            news.accept(WHO_IS_WHO_FILE + " is not up to date: " + e);
        }
    }

    /// Twice the pause before, as long as no start succeeds.
    private synchronized Duration nextPause(Planned process) {
        Duration pause = restartPauses.getOrDefault(process.name(), RESTART_PAUSE_MIN);
        Duration doubled = pause.multipliedBy(2);
        restartPauses.put(process.name(), doubled.compareTo(RESTART_PAUSE_MAX) > 0 ? RESTART_PAUSE_MAX : doubled);
        return pause;
    }

    private synchronized void forgetPause(Planned process) {
        restartPauses.remove(process.name());
    }

    private synchronized RoleProcess requireRunning(Planned process) {
        return Objects.requireNonNull(running.get(process.name()), "it was started");
    }

    /// A process of the plan, running or not.
    ///
    /// @param name such as `member-0`
    RoleProcess process(String name) {
        return requireRunning(planned(name));
    }

    /// Starts a process again that has ended, and waits until it can be used.
    ///
    /// @param name such as `member-0`
    void startAgain(String name, Duration max) throws InterruptedException {
        Planned process = planned(name);
        start(process);
        tellWhoIsWho();
        requireRunning(process).awaitReady(max);
    }

    private Planned planned(String name) {
        return plan.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no process of the plan is called " + name));
    }

    /// Private port of a member.
    int memberOpsPort(int member) {
        return planned("member-" + member).opsPort();
    }

    /// The journals of the members.
    List<JournalSource> journals() {
        return IntStream.range(0, memberPorts.size())
                .mapToObj(number -> JournalSource.local(number, memberPorts.get(number)))
                .toList();
    }

    /// Opens the demo's venue through a link of this process.
    DemoVenue openVenue() throws IOException {
        try (LinkMedia media = LinkMedia.embedded(directory.resolve("media-opening"))) {
            List<JournalSource> journals = journals();
            return DemoVenue.open(
                    commands -> {
                        try (var link = new ClusterCommandLink(OPENING_ID, journals, media, correlationId -> {})) {
                            Opening.with(
                                    link, handler -> RovingJournalReader.ofOne(journals, media, 0, handler), commands);
                        }
                    },
                    Seal.fromFile(venueKeyFile()),
                    directory);
        }
    }

    /// Base of the REST API of a gateway.
    String rest(int gateway) {
        return "http://127.0.0.1:" + gateways().get(gateway).port();
    }

    /// Base of the WebSocket API of a gateway.
    String webSocket(int gateway) {
        return "ws://127.0.0.1:" + gateways().get(gateway).port() + "/ws/v5";
    }

    /// One line for each process.
    synchronized List<String> whoIsWho() {
        return plan.stream()
                .map(process -> String.format(
                        "%-10s process %-8d region %-8s %s%s",
                        process.name(),
                        pid(process),
                        process.region(),
                        process.port() == 0 ? "" : "http://127.0.0.1:" + process.port() + "  ",
                        process.opsPort() == 0 ? "" : "ops http://127.0.0.1:" + process.opsPort() + "/metrics"))
                .toList();
    }

    private long pid(Planned process) {
        return requireRunning(process).pid();
    }

    /// Writes who is who for programs; replaced as a whole whenever a process is started again.
    synchronized void writeWhoIsWho() throws IOException {
        String text = "{\"members\":[" + rows(members()) + "],\n\"gateways\":[" + rows(gateways())
                + "],\n\"history\":{\"pid\":"
                + pid(plan.stream()
                        .filter(process -> process.role().equals("history"))
                        .findFirst()
                        .orElseThrow())
                + "},\n\"credentials\":" + Json.quoted(DemoAccounts.CREDENTIALS_FILE) + "}\n";
        Path file = directory.resolve(WHO_IS_WHO_FILE);
        Path draft = directory.resolve(WHO_IS_WHO_FILE + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String rows(List<Planned> processes) {
        return processes.stream()
                .map(process -> "{\"id\":" + process.number() + ",\"pid\":" + pid(process)
                        + (process.port() == 0 ? "" : ",\"port\":" + process.port()) + ",\"opsPort\":"
                        + process.opsPort() + ",\"region\":" + Json.quoted(process.region()) + "}")
                .collect(Collectors.joining(","));
    }

    /// Stops gateways first and members last, each after the one before.
    @Override
    public void close() {
        List<RoleProcess> last;
        synchronized (this) {
            closing = true;
            last = new ArrayList<>(running.values());
        }
        for (String role : List.of("gateway", "history", "member")) {
            last.stream().filter(process -> process.name().startsWith(role)).forEach(process -> {
                process.close();
                news.accept(process.name() + " stopped");
            });
        }
        lock.close();
    }
}
