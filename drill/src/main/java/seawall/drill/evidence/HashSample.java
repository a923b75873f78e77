package seawall.drill.evidence;

/// What a member said of its state at some moment.
public record HashSample(int member, long sequence, long stateHash) {}
