package seawall.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import seawall.drill.client.Json;

/// `seawall admin`.
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What an operator does with a running exchange, over the private ports of its processes.",
            "",
            "  ./seawall admin status --data DIR",
            "  ./seawall admin step-down --data DIR",
            ""
        })
final class AdminCommand {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration LEADER_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    /// Which exchange.
    static final class Target {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = "seawall-cluster",
                description = "Directory of  ./seawall cluster  on this machine (${DEFAULT-VALUE}).")
        private Path data = Path.of("seawall-cluster");

        @Option(
                names = "--member",
                paramLabel = "PORT",
                description = "Private port of a member on this machine, instead of --data; may be given again.")
        private List<Integer> members = List.of();

        @Option(
                names = "--gateway",
                paramLabel = "PORT",
                description = "Private port of a gateway on this machine, instead of --data; may be given again.")
        private List<Integer> gateways = List.of();

        WhoIsWho processes() throws IOException {
            return members.isEmpty() && gateways.isEmpty()
                    ? WhoIsWho.read(data.toAbsolutePath().normalize())
                    : new WhoIsWho(entries(members, "member"), entries(gateways, "gateway"));
        }

        private static List<WhoIsWho.Entry> entries(List<Integer> ports, String role) {
            return ports.stream()
                    .map(port ->
                            new WhoIsWho.Entry(role + " at " + port, 0, "?", URI.create("http://127.0.0.1:" + port)))
                    .toList();
        }
    }

    /// What a process says of itself.
    ///
    /// @param health its health document; empty when it does not answer
    private record Found(WhoIsWho.Entry process, Map<String, Object> health) {
        String text(String field) {
            return Json.text(health, field);
        }

        boolean leads() {
            return runs() && text("role").equals("LEADER");
        }

        boolean runs() {
            return text("phase").equals("RUNNING");
        }
    }

    private final PrintStream out = System.out;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "How every member and gateway is. Exit status 0 while there is a leader and a gateway that serves, else 1.",
                ""
            })
    int status(@Mixin Target target) throws IOException, InterruptedException {
        WhoIsWho processes = target.processes();
        List<Found> members = ask(processes.members());
        long last = members.stream().mapToLong(AdminCommand::sequence).max().orElse(0);
        out.printf(
                "%-14s %-10s %-9s %-14s %12s %8s  %s%n",
                "member", "region", "role", "phase", "sequence", "behind", "hash");
        for (Found member : members) {
            boolean answers = !member.health().isEmpty();
            out.printf(
                    "%-14s %-10s %-9s %-14s %12s %8s  %s%n",
                    member.process().name(),
                    member.process().region(),
                    answers ? member.text("role") : "-",
                    answers ? member.text("phase") : "no answer",
                    answers ? member.text("sequence") : "-",
                    answers ? Long.toString(last - sequence(member)) : "-",
                    answers ? member.text("stateHash") : "-");
        }
        List<Found> gateways = ask(processes.gateways());
        for (Found gateway : gateways) {
            out.printf(
                    "%-14s %-10s %s%n",
                    gateway.process().name(),
                    gateway.process().region(),
                    gateway.health().isEmpty() ? "no answer" : gateway.health());
        }
        boolean serves = members.stream().anyMatch(Found::leads)
                && (processes.gateways().isEmpty()
                        || gateways.stream()
                                .anyMatch(gateway -> !gateway.health().isEmpty()));
        return serves ? 0 : 1;
    }

    private static long sequence(Found member) {
        String text = member.text("sequence");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    @Command(
            name = "step-down",
            mixinStandardHelpOptions = true,
            description = {
                "The leader gives up leading and follows. The others elect one of them at once; commands wait meanwhile, and none"
                        + " is lost.",
                "",
                "Refused while a member does not run: the election would have to wait for a silence, as after a crash.",
                ""
            })
    int stepDown(
            @Mixin Target target,
            @Option(names = "--force", description = "Also while another member does not run.") boolean force)
            throws IOException, InterruptedException {
        List<WhoIsWho.Entry> entries = target.processes().members();
        List<Found> members = ask(entries);
        Found leader = members.stream()
                .filter(Found::leads)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no member leads now; see  ./seawall admin status"));
        for (Found member : members) {
            if (!member.runs() && !force) {
                throw new IllegalStateException(
                        member.process().name()
                                + " does not run, so that the election would take as long as after a crash; --force does it anyway");
            }
        }
        long startNanos = System.nanoTime();
        require(post(leader.process(), "/step-down"), leader.process());
        Found next = await(
                entries,
                "another member leads",
                found -> found.leads() && !found.process().equals(leader.process()));
        out.printf(
                "%s leads after %d ms%n",
                next.process().name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        await(List.of(leader.process()), "the old leader follows", Found::runs);
        out.printf(
                "%s follows after %d ms%n",
                leader.process().name(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        return 0;
    }

    @Command(
            name = "snapshot",
            mixinStandardHelpOptions = true,
            description = {"Every member takes a snapshot now; commands go on meanwhile.", ""})
    int snapshot(@Mixin Target target) throws IOException, InterruptedException {
        Found leader = ask(target.processes().members()).stream()
                .filter(Found::leads)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no member leads now; see  ./seawall admin status"));
        require(post(leader.process(), "/snapshot"), leader.process());
        out.println("every member takes a snapshot");
        return 0;
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = {
                "A gateway tells its clients to connect elsewhere (notice 64008), finishes what is in flight, and takes nothing new.",
                ""
            })
    int drain(
            @Mixin Target target,
            @Parameters(paramLabel = "GATEWAY", description = "Its name in  ./seawall admin status") String name)
            throws IOException, InterruptedException {
        WhoIsWho.Entry gateway = target.processes().gateways().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected the name of a gateway as  ./seawall admin status  shows it, found " + name));
        require(post(gateway, "/drain"), gateway);
        out.println(name + " drains");
        return 0;
    }

    private List<Found> ask(List<WhoIsWho.Entry> processes) throws InterruptedException {
        var found = new ArrayList<Found>();
        for (WhoIsWho.Entry process : processes) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(process.ops().resolve("/health"))
                            .timeout(ANSWER_MAX)
                            .build());
            found.add(new Found(process, answer == null ? Map.of() : Json.object(answer.body())));
        }
        return found;
    }

    /// Asks until one of the processes is as wanted.
    private Found await(List<WhoIsWho.Entry> processes, String what, Predicate<Found> wanted)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + LEADER_MAX.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            Optional<Found> found = ask(processes).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        throw new IllegalStateException("waited " + LEADER_MAX.toSeconds() + " s in vain until " + what
                + "; see  ./seawall admin status  and the logs of the members");
    }

    private @Nullable HttpResponse<String> post(WhoIsWho.Entry process, String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(process.ops().resolve(path))
                .timeout(ANSWER_MAX)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static void require(@Nullable HttpResponse<String> answer, WhoIsWho.Entry process) {
        if (answer == null) {
            throw new IllegalStateException(process.name() + " does not answer at " + process.ops());
        }
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(
                    process.name() + " refuses: " + Json.text(Json.object(answer.body()), "error"));
        }
    }

    /// Null when the process does not answer.
    private @Nullable HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            return null;
        }
    }
}
