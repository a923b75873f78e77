package seawall.drill.evidence;

import java.util.List;

/// What a client asked, what it was told, and, where it was told nothing certain, what it found out afterwards.
///
/// @param answeredNanos on the run's clock; meaningless for [Answer.Missing]
/// @param truths        what each gateway said afterwards of an operation with an unknown outcome; empty for others
public record Operation(Asked asked, Answer answer, long answeredNanos, List<Truth> truths) {
    /// What a gateway says of an operation that it once did not answer.
    public enum Truth {
        APPLIED,
        NOT_APPLIED,
        UNDECIDED
    }

    public Operation {
        truths = List.copyOf(truths);
    }

    /// True when the exchange decided it.
    public boolean isDefinite() {
        return !(answer instanceof Answer.Unknown || answer instanceof Answer.Missing);
    }

    /// True when the client was told that it was done.
    public boolean isDone() {
        return answer instanceof Answer.Done;
    }

    public Operation with(Answer other, long nanos) {
        return new Operation(asked, other, nanos, truths);
    }

    public Operation with(List<Truth> others) {
        return new Operation(asked, answer, answeredNanos, others);
    }
}
