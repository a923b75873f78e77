package seawall.simulation.world;

import java.util.HashSet;
import java.util.Set;

/// Carries messages between processes: late, twice or not at all, and never across a partition.
final class Network {
    private final Schedule schedule;
    private final Chance chance;
    private final Set<String> cutOff = new HashSet<>();
    private Weather weather;

    Network(Schedule schedule, Chance chance, Weather weather) {
        this.schedule = schedule;
        this.chance = chance;
        this.weather = weather;
    }

    void weather(Weather now) {
        weather = now;
    }

    void cutOff(String process, boolean isCutOff) {
        if (isCutOff) {
            cutOff.add(process);
        } else {
            cutOff.remove(process);
        }
    }

    boolean connects(String one, String other) {
        return !cutOff.contains(one) && !cutOff.contains(other);
    }

    void send(String from, String to, Runnable delivery) {
        if (!connects(from, to) || chance.oneIn(weather.lostMessage())) {
            return;
        }
        int copies = chance.oneIn(weather.repeatedMessage()) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long delay = chance.between(50_000, 400_000);
            schedule.after(chance.oneIn(weather.lateMessage()) ? 100 * delay : delay, () -> {
                if (connects(from, to)) {
                    delivery.run();
                }
            });
        }
    }
}
