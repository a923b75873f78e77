package seawall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import seawall.bench.CandidateProcess.Name;

class ReportTest {
    private static final List<Workload> WORKLOADS = Workload.all(Path.of("nowhere"));

    @Test
    void a_ratio_above_one_means_that_we_are_ahead_in_speed_and_in_latency() {
        var figures = new Figures();
        // The median of ours is 500 ns a command, whatever the odd round says.
        figures.add("common-1k", Name.ENGINE, "nanos", 9_000);
        figures.add("common-1k", Name.ENGINE, "nanos", 500);
        figures.add("common-1k", Name.ENGINE, "nanos", 400);
        figures.add("common-1k", Name.PEER_ENGINE, "nanos", 1_000);
        figures.add("common-1k", Name.ENGINE, "core", 450);
        figures.add("common-1k", Name.PEER_ENGINE, "core", 1_800);
        for (Name name : List.of(Name.ENGINE, Name.PEER_ENGINE)) {
            for (String figure : List.of("p50", "p90", "p99", "p99.9")) {
                figures.add("common-1k", name, "rate 100000 " + figure, name == Name.ENGINE ? 2 : 5);
            }
            figures.add("common-1k", name, "rate 100000 held", name == Name.ENGINE ? 1 : 0);
        }
        var report = new Report(figures, WORKLOADS, new int[] {100_000}, PeerConfiguration.YIELDING);
        String json = report.json(Map.of());
        assertThat(json)
                .contains("\"metric\":\"throughput\",\"unit\":\"commands/s\",\"ours\":2000000.000,\"peer\":1000000.000,"
                        + "\"peerName\":\"exchange-core 0.5.3 yielding\",\"ratio\":2.0000")
                .contains("\"metric\":\"core time\",\"unit\":\"ns a command\",\"ours\":450.000,\"peer\":1800.000,"
                        + "\"peerName\":\"exchange-core 0.5.3 yielding\",\"ratio\":4.0000")
                .contains("\"metric\":\"p99 at 100000/s\",\"unit\":\"us\",\"ours\":2.000,\"peer\":5.000,"
                        + "\"peerName\":\"exchange-core 0.5.3 yielding\",\"ratio\":2.5000,"
                        + "\"note\":\"the peer cannot hold the rate\"");
        assertThat(report.table()).contains("p50 at 100000/s us", "0.11 to 2.50 M/s beside 1.00 to 1.00 M/s");
    }

    @Test
    void growth_is_told_in_dependent_misses_beside_the_limit_of_four() {
        var figures = new Figures();
        figures.add("common-1k", Name.ENGINE, "nanos", 400);
        figures.add("common-1m", Name.ENGINE, "nanos", 600);
        figures.add("common-1m", Name.ENGINE, "miss", 100);
        var report = new Report(figures, WORKLOADS, new int[0], PeerConfiguration.YIELDING);
        assertThat(report.json(Map.of()))
                .contains("\"case\":\"common-1m\",\"metric\":\"growth since common-1k\",\"unit\":\"misses\","
                        + "\"ours\":2.000,\"peer\":4.000,\"peerName\":\"limit of dependent misses\",\"ratio\":2.0000");
    }

    @Test
    void a_pause_counts_for_every_command_that_was_due_in_it() {
        int commands = 100;
        var rate = new Rate(1_000, commands);
        rate.start();
        long late = 50_000_000;
        for (int index = 0; index < commands; index++) {
            rate.end(System.nanoTime() - late);
        }
        Rate.Result result = rate.result();
        assertThat(result.held()).isFalse();
        assertThat(result.p50()).isGreaterThanOrEqualTo(49_000);
    }

    @Test
    void a_command_is_never_offered_before_it_is_due() {
        var rate = new Rate(1_000, 1);
        long before = System.nanoTime();
        rate.start();
        long due = rate.await(20);
        assertThat(System.nanoTime() - due).isNotNegative();
        assertThat(due - before).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void a_pointer_chase_passes_every_line_before_it_returns() {
        int lines = 1_000;
        long[] next = PointerChase.cycle(lines);
        int at = 0;
        int steps = 0;
        do {
            at = (int) next[at];
            steps++;
        } while (at != 0);
        assertThat(steps).isEqualTo(lines);
        assertThat(PointerChase.nanosPerMiss(1 << 16)).isGreaterThan(0).isCloseTo(0, within(100_000.0));
    }
}
