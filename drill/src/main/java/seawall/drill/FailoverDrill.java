package seawall.drill;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import seawall.drill.RunningExchange.Part;
import seawall.drill.client.Json;
import seawall.drill.evidence.Answer;
import seawall.drill.evidence.Connection;
import seawall.drill.evidence.Evidence;
import seawall.drill.evidence.HashSample;
import seawall.drill.evidence.History;
import seawall.drill.evidence.Operation;
import seawall.drill.evidence.Outage;
import seawall.drill.judge.Finding;
import seawall.drill.judge.Judge;
import seawall.drill.judge.PlantedFault;
import seawall.drill.load.Load;
import seawall.drill.report.Gate;
import seawall.drill.report.Report;
import seawall.drill.report.Timeline;

/// Rehearses the loss of the leader, again and again, under load; and of every other process once.
public final class FailoverDrill {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(30);
    private static final Duration LEADER_MAX = Duration.ofSeconds(30);
    private static final Duration CALM_MAX = Duration.ofSeconds(30);
    private static final Duration ANSWERED_MAX = Duration.ofSeconds(20);
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration READ_MAX = Duration.ofSeconds(60);
    private static final Duration ASK_MAX = Duration.ofSeconds(1);
    /// A pause that nobody is elected for.
    private static final Duration FORGIVEN_MAX = Duration.ofMillis(400);

    private static final Duration LOOK = Duration.ofMillis(10);
    /// How long an answer may take once there is a leader again.
    private static final Duration DEFINITE_MAX = Duration.ofSeconds(3);

    private static final Duration WAIT_WHEN_CALM_MAX = Duration.ofMillis(500);
    private static final int SLOWEST_SHOWN = 20;
    private static final int NOBODY = -1;

    /// How a leader is lost.
    public enum Loss {
        /// By SIGKILL.
        KILL("kill"),
        /// On request.
        STEP_DOWN("step-down"),
        /// By SIGSTOP, and back by SIGCONT: for a moment that is forgiven, for longer than an election, and for so long
        /// that
        /// nobody counts on it any more.
        PAUSE("pause");

        private final String word;

        Loss(String word) {
            this.word = word;
        }
    }

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(20));

    /// How a drill is run.
    ///
    /// @param name          such as `failover`
    /// @param kills         times that the leader is lost
    /// @param loss          how it is lost
    /// @param clients       that ask
    /// @param ratePerSecond of all clients together
    /// @param warmUp        how long to go on before anything is judged
    /// @param calm          how long to go on without any fault before the first one
    /// @param othersToo     whether a follower, a gateway and history are killed once each
    /// @param gapMillisMax  goal of the gaps' 95th percentile
    /// @param seed          of everything random
    /// @param conditions    to be told in the report
    public record Plan(
            String name,
            int kills,
            Loss loss,
            int clients,
            double ratePerSecond,
            Duration warmUp,
            Duration calm,
            boolean othersToo,
            double gapMillisMax,
            long seed,
            Map<String, String> conditions) {}

    private final RunningExchange exchange;
    private final Plan plan;
    private final Timeline timeline;
    private final History history = new History();
    private final List<Outage> outages = new ArrayList<>();
    private final List<HashSample> hashes = new ArrayList<>();
    private final Set<Integer> lostGateways = new HashSet<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ASK_MAX).build();
    private int spurious;
    private int unasked;
    private int lastLeader = NOBODY;

    private FailoverDrill(RunningExchange exchange, Plan plan, Consumer<Timeline.Event> listener) {
        this.exchange = exchange;
        this.plan = plan;
        timeline = new Timeline(Clock.systemUTC(), listener);
    }

    /// Runs the drill on an exchange that nobody else uses, and leaves it running.
    ///
    /// @param listener told what happens
    public static Report run(RunningExchange exchange, Plan plan, Consumer<Timeline.Event> listener)
            throws InterruptedException, IOException {
        return new FailoverDrill(exchange, plan, listener).run();
    }

    private Report run() throws InterruptedException, IOException {
        try (var load = new Load(exchange, history, plan.clients(), plan.ratePerSecond(), plan.seed())) {
            int connections = load.connect();
            await("every client is connected", CONNECT_MAX, () -> load.connections() == connections);
            load.startAsking();
            timeline.add(
                    plan.clients() + " clients ask " + plan.ratePerSecond() + " times a second, seed " + plan.seed());
            await("the first answers", CALM_MAX, () -> load.isCalmSince(0, WAIT_WHEN_CALM_MAX));
            warmUp(load);
            watch(plan.calm());
            for (int round = 1; round <= plan.kills(); round++) {
                loseLeader(load, round);
                resolve(load);
            }
            if (plan.othersToo()) {
                loseOthers(load);
            }
            load.stopAsking();
            await("every answer", ANSWERED_MAX, () -> history.unanswered() == 0);
            resolve(load);
        }
        return report(evidence());
    }

    /// Lets the processes compile what they do often: a fault in the middle of that would measure the compiler.
    private void warmUp(Load load) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(plan.warmUp().toMillis());
        long nowNanos = history.nowNanos();
        await("calm after warming up", CALM_MAX, () -> load.isCalmSince(nowNanos, WAIT_WHEN_CALM_MAX));
        lastLeader = leader();
        timeline.add("warmed up; member " + lastLeader + " leads");
    }

    /// Asks every gateway what became of operations whose outcome nobody told, as a client would do by then.
    private void resolve(Load load) throws IOException, InterruptedException {
        int resolved = load.resolver().resolve();
        if (resolved > 0) {
            timeline.add(resolved + " operations had an unknown outcome; every gateway was asked what became of them");
        }
    }

    /// Goes on without faults; any change of the leader is one too many.
    private void watch(Duration calm) throws InterruptedException {
        if (calm.isZero()) {
            return;
        }
        timeline.add("no faults for " + calm.toSeconds() + " s");
        int leader = leader();
        long endNanos = System.nanoTime() + calm.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            TimeUnit.MILLISECONDS.sleep(200);
            int now = leader();
            if (now != leader && now != NOBODY) {
                spurious++;
                timeline.add("without a fault, member " + now + " leads instead of " + leader);
                leader = now;
            }
        }
    }

    private void loseLeader(Load load, int round) throws InterruptedException {
        await("a leader", LEADER_MAX, () -> leader() != NOBODY);
        int old = leader();
        if (lastLeader != NOBODY && old != lastLeader) {
            unasked++;
            timeline.add("between the faults, member " + old + " was elected instead of " + lastLeader);
        }
        Part lost = Part.member(old);
        Duration pause = PAUSES.get((round - 1) % PAUSES.size());
        long beganNanos = history.nowNanos();
        switch (plan.loss()) {
            case KILL -> exchange.kill(lost);
            case STEP_DOWN -> stepDown(old);
            case PAUSE -> exchange.pause(lost);
        }
        int next = plan.loss() == Loss.PAUSE ? leaderDuring(pause, lost) : leaderInsteadOf(old);
        long endedNanos = history.nowNanos();
        String what = plan.loss().word + " " + round + " of " + plan.kills() + ", member " + old
                + (plan.loss() == Loss.PAUSE ? " for " + pause.toMillis() + " ms" : "");
        outages.add(new Outage(what, beganNanos, endedNanos));
        timeline.add(what + ": member " + next + " leads after " + millis(endedNanos - beganNanos) + " ms");
        await("calm", CALM_MAX, () -> load.isCalmSince(endedNanos, WAIT_WHEN_CALM_MAX));
        if (plan.loss() == Loss.PAUSE) {
            sleepUntil(beganNanos + pause.toNanos());
            exchange.resume(lost);
            timeline.add("member " + old + " goes on");
        }
        long reached = sequence(next);
        // One that was away shows for a moment what it was before; one that was away for long ends itself.
        await("all members follow", START_MAX, () -> {
            restartIfEnded(lost);
            return allRun() && sequence(old) >= reached;
        });
        lastLeader = leader();
        sample();
    }

    private long sequence(int member) {
        String text = Json.text(health(member), "sequence");
        return text.isEmpty() ? -1 : Long.parseLong(text);
    }

    /// A killed process is started again, and so is one that was away for so long that it gave itself up.
    private void restartIfEnded(Part part) {
        if (!exchange.isAlive(part)) {
            try {
                exchange.start(part, START_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the drill was interrupted", e);
            }
        }
    }

    private int leaderInsteadOf(int old) {
        await("another leader", LEADER_MAX, () -> leaderBut(old) != NOBODY);
        return leaderBut(old);
    }

    /// Who leads instead of a paused member; itself, if the pause is too short for an election.
    private int leaderDuring(Duration pause, Part paused) throws InterruptedException {
        if (pause.compareTo(FORGIVEN_MAX) > 0) {
            return leaderInsteadOf(paused.number());
        }
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        exchange.resume(paused);
        await("a leader", LEADER_MAX, () -> leader() != NOBODY);
        return leader();
    }

    private void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - history.nowNanos()));
    }

    private void loseOthers(Load load) throws InterruptedException {
        int leader = leader();
        for (Part part : List.of(
                Part.member((leader + 1) % exchange.members()),
                Part.gateway(exchange.gateways() - 1),
                Part.history())) {
            boolean isGateway = part.role() == RunningExchange.Role.GATEWAY;
            if (isGateway) {
                lostGateways.add(part.number());
            }
            long killedNanos = history.nowNanos();
            exchange.kill(part);
            timeline.add(part + " is killed");
            await("calm", CALM_MAX, () -> load.isCalmSince(killedNanos, WAIT_WHEN_CALM_MAX));
            exchange.start(part, START_MAX);
            await("all members run", START_MAX, this::allRun);
            if (isGateway) {
                load.goHome();
            }
            timeline.add(part + " runs again");
            lastLeader = leader();
            sample();
        }
    }

    private void stepDown(int member) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(exchange.memberOps(member).resolve("/step-down"))
                        .timeout(ASK_MAX)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
        if (answer == null || answer.statusCode() != 202) {
            throw new IllegalStateException(
                    "member " + member + " does not step down: " + (answer == null ? "no answer" : answer.body()));
        }
    }

    private Map<String, Object> health(int member) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(exchange.memberOps(member).resolve("/health"))
                        .timeout(ASK_MAX)
                        .build());
        return answer == null ? Map.of() : Json.object(answer.body());
    }

    /// Null when there is no answer.
    private @Nullable HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the drill was interrupted", e);
        }
    }

    private int leader() {
        return leaderBut(NOBODY);
    }

    /// Who leads, one member not being asked: one that stands still answers nobody.
    private int leaderBut(int notAsked) {
        for (int member = 0; member < exchange.members(); member++) {
            if (member == notAsked) {
                continue;
            }
            Map<String, Object> health = health(member);
            if (Json.text(health, "role").equals("LEADER")
                    && Json.text(health, "phase").equals("RUNNING")) {
                return member;
            }
        }
        return NOBODY;
    }

    private boolean allRun() {
        for (int member = 0; member < exchange.members(); member++) {
            if (!Json.text(health(member), "phase").equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    private void sample() {
        for (int member = 0; member < exchange.members(); member++) {
            Map<String, Object> health = health(member);
            if (!health.isEmpty()) {
                hashes.add(new HashSample(
                        member,
                        Long.parseLong(Json.text(health, "sequence")),
                        Long.parseUnsignedLong(Json.text(health, "stateHash"), 16)));
            }
        }
    }

    private static void await(String what, Duration max, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IllegalStateException("waited " + max.toSeconds() + " s in vain for: " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private Evidence evidence() throws IOException {
        await("all members at the same entry", READ_MAX, () -> {
            var sequences = new HashSet<String>();
            for (int member = 0; member < exchange.members(); member++) {
                sequences.add(Json.text(health(member), "sequence"));
            }
            return sequences.size() == 1;
        });
        sample();
        long last = hashes.getLast().sequence();
        var journals = new ArrayList<List<byte[]>>();
        for (int member = 0; member < exchange.members(); member++) {
            var entries = new ArrayList<byte[]>();
            exchange.readJournal(
                    member,
                    last,
                    (buffer, offset, length) -> {
                        var entry = new byte[length];
                        buffer.getBytes(offset, entry);
                        entries.add(entry);
                    },
                    READ_MAX);
            journals.add(entries);
        }
        timeline.add("read " + last + " entries from each of " + exchange.members() + " members");
        return new Evidence(
                history.operationsFrom(0),
                history.connections(),
                history.pushes(),
                journals,
                List.copyOf(hashes),
                List.copyOf(outages),
                history.isComplete());
    }

    private Report report(Evidence evidence) {
        List<Finding> findings = Judge.judge(evidence);
        var missed = new ArrayList<String>();
        int planted = 0;
        for (PlantedFault fault : PlantedFault.values()) {
            Evidence faulty = fault.plant(evidence);
            if (faulty == null) {
                timeline.add("the run has no place for the fault " + fault);
                missed.add(fault.name());
            } else {
                planted++;
                if (Judge.judge(faulty).stream().noneMatch(finding -> finding.law() == fault.law())) {
                    missed.add(fault.name());
                }
            }
        }
        timeline.add(planted + " faults planted in the evidence, " + (planted - missed.size()) + " found"
                + (missed.isEmpty() ? "" : "; not found: " + missed));
        List<Double> gaps = gaps(evidence);
        var gates = new ArrayList<Gate>();
        if (!gaps.isEmpty()) {
            gates.add(Gate.below(
                    "time without an answer for a client, p95", plan.gapMillisMax(), percentile(gaps, 95), "ms"));
        }
        gates.add(Gate.none("answers later than 3 s after a new leader", late(evidence), "answers"));
        if (plan.loss() == Loss.STEP_DOWN) {
            gates.add(Gate.none("unknown answers", unknown(evidence), "answers"));
        }
        gates.add(Gate.none("connections closed by gateways that lived", brokenConnections(evidence), "connections"));
        gates.add(Gate.none("elections without a fault", spurious, "elections"));
        gates.add(Gate.none("findings of the judge", findings.size(), "findings"));
        gates.add(Gate.none("planted faults that the judge missed", missed.size(), "faults"));
        return new Report(
                plan.name(),
                gates,
                timeline.events(),
                conditions(evidence, gaps),
                gaps,
                findings.stream()
                        .map(finding -> finding.law() + ": " + finding.what())
                        .toList(),
                slowest(evidence));
    }

    private Map<String, String> conditions(Evidence evidence, List<Double> gaps) {
        var conditions = new LinkedHashMap<>(plan.conditions());
        conditions.put("clients", Integer.toString(plan.clients()));
        conditions.put("operations a second", Double.toString(plan.ratePerSecond()));
        conditions.put("seed", Long.toString(plan.seed()));
        conditions.put("operations", Integer.toString(evidence.operations().size()));
        conditions.put(
                "operations done",
                Long.toString(
                        evidence.operations().stream().filter(Operation::isDone).count()));
        conditions.put("operations with an unknown outcome", Long.toString(unknown(evidence)));
        conditions.put("elections between the faults", Integer.toString(unasked));
        conditions.put("pushes", Integer.toString(evidence.pushes().size()));
        conditions.put(
                "journal entries",
                Integer.toString(evidence.journals().getFirst().size()));
        if (!gaps.isEmpty()) {
            conditions.put(
                    "time without an answer, p50 / p95 / longest",
                    String.format(
                            Locale.ROOT,
                            "%.0f / %.0f / %.0f ms of %d",
                            percentile(gaps, 50),
                            percentile(gaps, 95),
                            percentile(gaps, 100),
                            gaps.size()));
            List<Double> leaderless = evidence.outages().stream()
                    .map(outage -> (outage.endedNanos() - outage.beganNanos()) / 1e6)
                    .toList();
            conditions.put(
                    "time without a leader, p50 / p95 / longest",
                    String.format(
                            Locale.ROOT,
                            "%.0f / %.0f / %.0f ms",
                            percentile(leaderless, 50),
                            percentile(leaderless, 95),
                            percentile(leaderless, 100)));
        }
        return conditions;
    }

    /// For each outage and client, the longest time between two operations done, of which one or both are in it.
    private List<Double> gaps(Evidence evidence) {
        var gaps = new ArrayList<Double>();
        for (int client = 0; client < plan.clients(); client++) {
            int number = client;
            long[] answered = evidence.operations().stream()
                    .filter(operation -> operation.asked().client() == number && operation.isDone())
                    .mapToLong(Operation::answeredNanos)
                    .sorted()
                    .toArray();
            for (Outage outage : evidence.outages()) {
                long untilNanos = outage.endedNanos() + DEFINITE_MAX.toNanos();
                long longest = 0;
                for (int index = 1; index < answered.length; index++) {
                    if (answered[index] > outage.beganNanos() && answered[index - 1] < untilNanos) {
                        longest = Math.max(longest, answered[index] - answered[index - 1]);
                    }
                }
                gaps.add(longest / 1e6);
            }
        }
        return gaps;
    }

    /// Operations that were under way while there was no leader, and had to wait for longer than 3 s after the new one.
    private static long late(Evidence evidence) {
        return evidence.operations().stream()
                .filter(operation -> evidence.outages().stream().anyMatch(outage -> isIn(operation, outage)))
                .filter(operation -> waited(evidence, operation) > DEFINITE_MAX.toNanos())
                .count();
    }

    private static boolean isIn(Operation operation, Outage outage) {
        return operation.asked().intendedNanos() < outage.endedNanos()
                && (operation.answer() instanceof Answer.Missing || operation.answeredNanos() > outage.beganNanos());
    }

    /// How long somebody had to wait for an answer, counted from the new leader where there was an outage.
    private static long waited(Evidence evidence, Operation operation) {
        if (operation.answer() instanceof Answer.Missing) {
            return Long.MAX_VALUE;
        }
        long from = operation.asked().intendedNanos();
        for (Outage outage : evidence.outages()) {
            if (isIn(operation, outage)) {
                from = Math.max(from, outage.endedNanos());
            }
        }
        return operation.answeredNanos() - from;
    }

    private static long unknown(Evidence evidence) {
        return evidence.operations().stream()
                .filter(operation -> !operation.isDefinite())
                .count();
    }

    private long brokenConnections(Evidence evidence) {
        return evidence.connections().stream()
                .filter(connection -> !connection.isOpenToTheEnd()
                        && !connection.why().equals("the end")
                        && !connection.why().equals("moved back")
                        && !lostGateways.contains(connection.gateway()))
                .peek((Connection connection) -> timeline.add("connection " + connection.number() + " to gateway "
                        + connection.gateway() + " closed: " + connection.why()))
                .count();
    }

    private static List<String> slowest(Evidence evidence) {
        return evidence.operations().stream()
                .filter(operation -> !(operation.answer() instanceof Answer.Missing))
                .sorted(Comparator.comparingLong((Operation operation) -> -waited(evidence, operation)))
                .limit(SLOWEST_SHOWN)
                .map(operation -> millis(waited(evidence, operation)) + " ms: "
                        + operation.asked().label() + ", asked at "
                        + History.seconds(operation.asked().intendedNanos())
                        + ", " + operation.answer())
                .toList();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
}
