package seawall.bench;

/// An engine under measurement. It was given a tape and has prepared its commands in the form that suits it.
interface Candidate extends AutoCloseable {
    /// Plays the whole tape and counts what it leads to.
    Digest count() throws Exception;

    /// Plays the whole tape from an empty exchange, and throws if it does not end as the counted one did.
    ///
    /// @return from the first timed command to the end of the last
    Stopwatch.Time pass() throws Exception;

    /// Plays the tape and offers its timed commands at a fixed rate, as long as they last or the rate asks.
    Rate.Result atRate(Rate rate) throws Exception;

    @Override
    void close();
}
