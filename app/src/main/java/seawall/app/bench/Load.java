package seawall.app.bench;

/// A way to send numbered requests to something that answers each of them.
interface Load extends AutoCloseable {
    /// Sends a request.
    ///
    /// @param index names the request in its answer
    /// @return false when nothing was sent because the way is full; the caller tries again
    boolean send(long index);

    /// Collects answers, for loads that have no thread of their own.
    ///
    /// @return answers collected
    int poll();

    @Override
    void close();

    /// Hears of each answer; any thread.
    interface Answers {
        /// @param good false for a refusal
        void onAnswer(long index, boolean good);
    }
}
