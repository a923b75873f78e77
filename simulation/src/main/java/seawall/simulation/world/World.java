package seawall.simulation.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import seawall.engine.Limits;

/// One world from one seed: for a while everything happens that its [Weather] allows; then the faults stop, and
/// everybody must come to rest with the same state, every command decided and every view right.
final class World {
    /// Where the clocks stand when the world begins.
    static final long EPOCH_NANOS = 1_600_000_000_000_000_000L;

    private static final int MEMBERS = 3;
    /// So few that commands come between the pages of most images.
    private static final int IMAGE_PAGES_OF_STEP = 1;
    private static final int GATEWAYS = 3;
    private static final int MAJORITY = MEMBERS / 2 + 1;
    private static final long TICK_NANOS = 100_000_000;
    private static final long HEARTBEAT_NANOS = 50_000_000;
    private static final int ENTRIES_PER_MESSAGE = 32;
    private static final int PARTS_PER_READ = 64;
    /// From the end of the faults everything must be at rest after this long.
    private static final Duration REST_MAX = Duration.ofSeconds(60);

    private static final Limits LIMITS =
            new Limits(2_000, 200, 100, 50, 20, 20, 5, 8, 8, 8, 20, 50, 5, 4, 200, 20, 20, 10, 8, 4);

    private final Schedule schedule = new Schedule();
    private final Chance chance;
    private final Judge judge = new Judge(schedule);
    private final Network network;
    private final List<Member> members = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Traders traders;
    private final Planter planter;
    private final boolean[] isReplicating = new boolean[MEMBERS];
    private Weather weather;
    private boolean isTrading;
    private boolean isResting;
    private long commands;
    private long faults;

    /// @param weather null = drawn from the seed
    World(long seed, @Nullable Weather weather, @Nullable PlantedFault planted) {
        chance = new Chance(seed);
        this.weather = weather == null ? Weather.of(chance) : weather;
        planter = new Planter(planted, new Chance(~seed));
        network = new Network(schedule, chance, this.weather);
        traders = new Traders(chance);
        for (int id = 0; id < MEMBERS; id++) {
            members.add(new Member(id, LIMITS, judge, planter));
        }
        for (int id = 1; id <= GATEWAYS; id++) {
            gateways.add(new Gateway(id, judge, planter));
        }
    }

    /// Lives through it.
    ///
    /// @param faultsFor how long things go wrong
    Result run(Duration faultsFor) {
        members.forEach(member -> member.start(0));
        gateways.forEach(gateway -> gateway.start(0));
        members.forEach(this::liveMember);
        gateways.forEach(this::liveGateway);
        long calmFrom = faultsFor.toNanos();
        try {
            while (schedule.nowNanos() < calmFrom && judge.isContent()) {
                schedule.step();
            }
            calm();
            long restUntil = schedule.nowNanos() + REST_MAX.toNanos();
            while (!isAtRest() && judge.isContent()) {
                if (schedule.nowNanos() > restUntil) {
                    judge.object("no rest " + REST_MAX.toSeconds() + " s after the faults: " + standing());
                }
                schedule.step();
            }
            if (judge.isContent()) {
                judgeRest();
            }
        } catch (RuntimeException | AssertionError broken) {
            judge.object("it stops with " + broken);
        }
        return new Result(
                Duration.ofNanos(schedule.nowNanos()),
                commands,
                judge.sequence(),
                faults,
                judge.digest(),
                judge.violations());
    }

    /// How a world ended.
    record Result(Duration lived, long commands, long entries, long faults, long digest, List<String> violations) {}

    // Members.

    private void liveMember(Member member) {
        schedule.after(chance.millis(0, 5), () -> everyHeartbeat(member));
        schedule.after(chance.millis(0, 100), () -> everyTick(member));
    }

    private void everyHeartbeat(Member member) {
        schedule.after(HEARTBEAT_NANOS, () -> everyHeartbeat(member));
        if (!isActive(member)) {
            return;
        }
        if (member.leads()) {
            planter.lead(member);
            member.apply();
            if (member.isTimerDue(schedule.nowNanos())) {
                member.append(LogEntry.Kind.TIMER, new byte[0], schedule.nowNanos());
            }
            for (Member follower : members) {
                if (follower != member) {
                    if (chance.oneIn(4)) {
                        member.sendAgain(follower.id);
                    }
                    replicate(member, follower);
                }
            }
        } else if (schedule.nowNanos() - member.heardNanos() > chance.millis(250, 600)) {
            standForElection(member);
        }
    }

    private void replicate(Member leader, Member follower) {
        Member.Append message = leader.appendFor(follower.id, ENTRIES_PER_MESSAGE);
        network.send(
                leader.name,
                follower.name,
                () -> atMember(follower, () -> {
                    Member.Appended answer = follower.append(message, schedule.nowNanos());
                    follower.apply();
                    network.send(
                            follower.name,
                            leader.name,
                            () -> atMember(leader, () -> {
                                leader.onAppended(follower.id, answer, MAJORITY);
                                leader.apply();
                                if (leader.leads() && (!answer.fits() || answer.matched() < leader.logLength())) {
                                    replicateSoon(leader);
                                }
                            }));
                }));
    }

    /// Commands that come close together travel together.
    private void replicateSoon(Member leader) {
        if (isReplicating[leader.id]) {
            return;
        }
        isReplicating[leader.id] = true;
        schedule.after(chance.between(10_000, 300_000), () -> {
            isReplicating[leader.id] = false;
            if (isActive(leader) && leader.leads()) {
                members.stream().filter(other -> other != leader).forEach(follower -> replicate(leader, follower));
            }
        });
    }

    /// Whoever has everything that may be committed wins, if a majority can be asked.
    private void standForElection(Member candidate) {
        var voters = new ArrayList<Member>();
        for (Member voter : members) {
            boolean isReached = voter == candidate || (isActive(voter) && network.connects(candidate.name, voter.name));
            boolean isOutdone = candidate.lastTerm() > voter.lastTerm()
                    || (candidate.lastTerm() == voter.lastTerm() && candidate.logLength() >= voter.logLength());
            if (isReached && (isOutdone || planter.electsAnybody())) {
                voters.add(voter);
            }
        }
        candidate.heard(schedule.nowNanos());
        if (voters.size() < MAJORITY) {
            return;
        }
        long term = 1 + voters.stream().mapToLong(Member::term).max().orElse(0);
        for (Member voter : voters) {
            voter.follow(term);
            voter.heard(schedule.nowNanos());
        }
        planter.beforeLeading(candidate);
        candidate.lead(term, MEMBERS, schedule.nowNanos());
    }

    private void atMember(Member member, Runnable action) {
        if (member.isPaused(schedule.nowNanos())) {
            schedule.after(member.pausedUntilNanos() - schedule.nowNanos(), () -> atMember(member, action));
        } else if (member.isUp()) {
            action.run();
        }
    }

    private boolean isActive(Member member) {
        return member.isUp() && !member.isPaused(schedule.nowNanos());
    }

    /// What may befall a member.
    private void everyTick(Member member) {
        schedule.after(TICK_NANOS, () -> everyTick(member));
        if (!isActive(member)) {
            return;
        }
        if (chance.oneIn(weather.clockJump())) {
            faults++;
            member.jump(chance.millis(-1_000, 1_000));
        }
        member.writeImage(IMAGE_PAGES_OF_STEP);
        if (chance.oneIn(weather.snapshot())) {
            member.snapshot();
        }
        if (chance.oneIn(weather.memberPause())) {
            faults++;
            member.pause(schedule.nowNanos() + chance.millis(10, 2_000));
        }
        if (chance.oneIn(weather.partition())) {
            faults++;
            network.cutOff(member.name, true);
            schedule.after(chance.millis(100, 3_000), () -> network.cutOff(member.name, false));
        }
        if (chance.oneIn(weather.memberCrash())) {
            faults++;
            member.crash(chance.oneIn(weather.lostJournalTail()) ? chance.below(20) : 0);
            schedule.after(chance.millis(0, 3_000), () -> startAgain(member));
        }
    }

    private void startAgain(Member member) {
        if (!member.isUp()) {
            member.start(schedule.nowNanos());
        }
    }

    // Gateways.

    private void liveGateway(Gateway gateway) {
        schedule.after(chance.millis(0, 5), () -> everyPoll(gateway));
        schedule.after(chance.millis(0, 100), () -> everyTick(gateway));
        schedule.after(chance.millis(0, 20), () -> everyCommand(gateway));
    }

    private void everyPoll(Gateway gateway) {
        schedule.after(chance.millis(2, 8), () -> everyPoll(gateway));
        if (!gateway.isUp()) {
            return;
        }
        gateway.now(schedule.nowNanos());
        if (!gateway.isSlow(schedule.nowNanos())) {
            read(gateway);
        }
        gateway.stream()
                .send(schedule.nowNanos(), gateway.clockNanos(schedule.nowNanos()), (buffer, offset, length) -> {
                    if (chance.oneIn(weather.refusedSend())) {
                        return false;
                    }
                    byte[] command = new byte[length];
                    buffer.getBytes(offset, command);
                    send(gateway, command);
                    return true;
                });
    }

    private void send(Gateway gateway, byte[] command) {
        Member leader = members.get(gateway.session());
        for (byte[] sent : planter.sent(command)) {
            network.send(
                    gateway.name,
                    leader.name,
                    () -> atMember(leader, () -> {
                        if (leader.leads()) {
                            leader.append(LogEntry.Kind.COMMAND, sent, schedule.nowNanos());
                            replicateSoon(leader);
                        }
                    }));
        }
    }

    private void read(Gateway gateway) {
        Member source = gateway.source();
        if (source == null) {
            List<Member> up = members.stream().filter(this::isActive).toList();
            if (up.isEmpty()) {
                return;
            }
            gateway.followFromStart(chance.of(up));
        } else if (!source.isUp() || !network.connects(gateway.name, source.name)) {
            move(gateway);
            return;
        }
        gateway.read(PARTS_PER_READ);
    }

    private void move(Gateway gateway) {
        List<Member> reached = members.stream()
                .filter(member -> member.isUp() && network.connects(gateway.name, member.name))
                .toList();
        if (!reached.isEmpty()) {
            gateway.follow(chance.of(reached), chance.below(20));
        }
    }

    private void everyTick(Gateway gateway) {
        schedule.after(TICK_NANOS, () -> everyTick(gateway));
        if (!gateway.isUp()) {
            return;
        }
        gateway.now(schedule.nowNanos());
        keepSession(gateway);
        if (chance.oneIn(weather.clockJump())) {
            faults++;
            gateway.jump(chance.millis(-1_000, 1_000));
        }
        if (chance.oneIn(weather.slowReader())) {
            faults++;
            gateway.readSlowly(schedule.nowNanos() + chance.millis(100, 3_000));
        }
        if (chance.oneIn(weather.otherMember()) && gateway.source() != null) {
            move(gateway);
        }
        if (isTrading && chance.oneIn(weather.gatewayCrash())) {
            faults++;
            gateway.crash();
            schedule.after(chance.millis(0, 2_000), () -> startAgain(gateway));
        }
    }

    private void startAgain(Gateway gateway) {
        if (!gateway.isUp()) {
            gateway.start(schedule.nowNanos());
        }
    }

    /// A gateway notices after a while that its leader leads no more, and asks the members who does.
    private void keepSession(Gateway gateway) {
        if (gateway.session() >= 0) {
            Member leader = members.get(gateway.session());
            if (!leader.isUp() || !leader.leads() || !network.connects(gateway.name, leader.name)) {
                gateway.disconnected();
            } else if (chance.oneIn(weather.lostMessage())) {
                // The session broke; the next one is with the same leader.
                gateway.disconnected();
            }
        } else {
            members.stream()
                    .filter(member -> member.leads() && network.connects(gateway.name, member.name))
                    .findAny()
                    .ifPresent(leader -> gateway.connected(leader.id, schedule.nowNanos()));
        }
    }

    private void everyCommand(Gateway gateway) {
        schedule.after(chance.millis(5, 50), () -> everyCommand(gateway));
        if (isResting || !gateway.isUp() || !gateway.hasRoom(512)) {
            return;
        }
        if (traders.isSettingUp()) {
            if (gateway.id == 1) {
                long correlationId = gateway.nextCorrelationId();
                take(gateway, correlationId, traders.nextOfSetUp(correlationId));
            }
        } else if (Traders.canTrade(gateway.views())) {
            isTrading = true;
            long correlationId = gateway.nextCorrelationId();
            long deadline = gateway.clockNanos(schedule.nowNanos()) + chance.millis(50, 4_000);
            take(gateway, correlationId, traders.next(correlationId, deadline, gateway.views()));
        }
    }

    private void take(Gateway gateway, long correlationId, byte[] command) {
        commands++;
        gateway.take(correlationId, command);
    }

    // The end.

    /// The faults stop, and so do the traders.
    private void calm() {
        weather = Weather.CALM;
        network.weather(weather);
        isResting = true;
        for (Member member : members) {
            network.cutOff(member.name, false);
            member.pause(0);
            startAgain(member);
        }
        for (Gateway gateway : gateways) {
            startAgain(gateway);
            gateway.readSlowly(0);
        }
    }

    private boolean isAtRest() {
        long sequence = judge.sequence();
        return members.stream()
                        .allMatch(member -> member.sequence() == sequence && member.applied() == member.logLength())
                && gateways.stream()
                        .allMatch(gateway -> gateway.isUp()
                                && gateway.waitingCount() == 0
                                && gateway.views().sequence() == sequence);
    }

    private String standing() {
        var text = new StringBuilder();
        members.forEach(member -> text.append(member.name)
                .append(member.leads() ? " (leads)" : "")
                .append(" at ")
                .append(member.sequence())
                .append(", log ")
                .append(member.applied())
                .append(" of ")
                .append(member.logLength())
                .append("; "));
        gateways.forEach(gateway -> text.append(gateway.name)
                .append(" at ")
                .append(gateway.isUp() ? gateway.views().sequence() : -1)
                .append(", waits for ")
                .append(gateway.unanswered())
                .append("; "));
        return text.toString();
    }

    private void judgeRest() {
        long hash = members.getFirst().stateHash();
        for (Member member : members) {
            if (member.stateHash() != hash) {
                judge.object(member.name + " has another state hash than " + members.getFirst().name);
            }
        }
        var engine = new ViewsJudge(members.getFirst());
        for (Gateway gateway : gateways) {
            engine.differences(gateway.views()).forEach(difference -> judge.object(gateway.name + ": " + difference));
            for (long correlationId : gateway.givenUp()) {
                if (judge.decision(correlationId) != null) {
                    judge.object(gateway.name + " gave command " + correlationId + " up, which was applied");
                }
            }
        }
    }
}
