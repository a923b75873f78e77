package seawall.bench;

import java.nio.file.Path;
import java.util.Locale;

/// A candidate in a process of its own: plays the tape until the compiler is done, then a few more times against the
/// clock. What it finds goes to standard output, a line for each figure, for [EngineBench] to read.
final class CandidateProcess {
    /// Lines of standard output that are figures start so; everything else is talk of a library.
    static final String FIGURE = "figure ";

    private CandidateProcess() {}

    /// Which candidate a process measures.
    enum Name {
        ENGINE("ours"),
        BOOK("our book alone"),
        PEER_ENGINE("exchange-core 0.5.3"),
        PEER_BOOK("exchange-core's direct order book");

        final String title;

        Name(String title) {
            this.title = title;
        }
    }

    /// Arguments: candidate, tape file, configuration of exchange-core, warm-ups, passes, seconds at each rate, bytes
    /// of the pointer chase (0 for none), rates.
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 7) {
            throw new IllegalArgumentException("expected at least 7 arguments, found " + arguments.length);
        }
        Name name = Name.valueOf(arguments[0]);
        Tape tape = Tape.load(Path.of(arguments[1]));
        PeerConfiguration configuration = PeerConfiguration.of(arguments[2]);
        int warmUps = Integer.parseInt(arguments[3]);
        int passes = Integer.parseInt(arguments[4]);
        int seconds = Integer.parseInt(arguments[5]);
        long chaseBytes = Long.parseLong(arguments[6]);
        try (Candidate candidate = candidate(name, tape, configuration)) {
            tape.digest.requireEqual(candidate.count(), name.title);
            for (int pass = 0; pass < warmUps; pass++) {
                candidate.pass();
            }
            for (int pass = 0; pass < passes; pass++) {
                Stopwatch.Time time = candidate.pass();
                figure("nanos", (double) time.nanos() / tape.timed());
                figure("core", (double) time.coreNanos() / tape.timed());
            }
            for (int index = 7; index < arguments.length; index++) {
                int perSecond = Integer.parseInt(arguments[index]);
                int commands = (int) Math.min(tape.timed(), (long) perSecond * seconds);
                Rate.Result result = candidate.atRate(new Rate(perSecond, commands));
                String at = "rate " + perSecond + " ";
                figure(at + "held", result.held() ? 1 : 0);
                figure(at + "p50", result.p50());
                figure(at + "p90", result.p90());
                figure(at + "p99", result.p99());
                figure(at + "p99.9", result.p999());
                figure(at + "max", result.max());
            }
            if (chaseBytes > 0) {
                figure("miss", PointerChase.nanosPerMiss(chaseBytes));
            }
        }
        // The pinned threads of exchange-core's affinity library may outlive it.
        System.out.flush();
        System.exit(0);
    }

    private static Candidate candidate(Name name, Tape tape, PeerConfiguration configuration) {
        return switch (name) {
            case ENGINE -> new SeawallEngine(tape);
            case BOOK -> new SeawallBook(tape);
            case PEER_ENGINE -> new ExchangeCoreEngine(tape, configuration);
            case PEER_BOOK -> new ExchangeCoreBook(tape);
        };
    }

    private static void figure(String key, double value) {
        System.out.println(FIGURE + key + " " + String.format(Locale.ROOT, "%.4f", value));
    }
}
