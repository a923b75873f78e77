package seawall.drill;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.agrona.DirectBuffer;
import seawall.drill.client.Credentials;

/// An exchange of many processes that a drill may hurt. Any thread.
public interface RunningExchange {
    /// What a process does in the exchange.
    enum Role {
        MEMBER,
        GATEWAY,
        HISTORY
    }

    /// One of its processes, alive or not.
    ///
    /// @param number within its role, from 0
    record Part(Role role, int number) {
        public static Part member(int number) {
            return new Part(Role.MEMBER, number);
        }

        public static Part gateway(int number) {
            return new Part(Role.GATEWAY, number);
        }

        public static Part history() {
            return new Part(Role.HISTORY, 0);
        }

        /// Such as `member-0`.
        @Override
        public String toString() {
            return role == Role.HISTORY ? "history" : (role == Role.MEMBER ? "member-" : "gateway-") + number;
        }
    }

    /// What is traded.
    ///
    /// @param tickScale  a tick is 10^-tickScale of the quote currency
    /// @param lotScale   a lot is 10^-lotScale of the base currency
    /// @param minLots    smallest order
    /// @param usualLots  size of a usual order
    /// @param startTicks around which prices may move
    record Listing(
            String name,
            String base,
            String quote,
            int tickScale,
            int lotScale,
            long minLots,
            long usualLots,
            long startTicks) {}

    /// Takes whole journal entries.
    @FunctionalInterface
    interface EntryConsumer {
        /// The buffer is valid during the call only.
        void accept(DirectBuffer buffer, int offset, int length);
    }

    int members();

    int gateways();

    List<Listing> listings();

    /// Accounts with money on every listed currency.
    List<Credentials> traders();

    /// Base of a gateway's REST API.
    URI rest(int gateway);

    /// Base of a gateway's WebSocket API, such as `ws://127.0.0.1:8080/ws/v5`.
    URI webSocket(int gateway);

    /// Base of the operators' port of a member.
    URI memberOps(int member);

    /// False when a process has ended.
    boolean isAlive(Part part);

    /// Ends a process at once, by SIGKILL.
    void kill(Part part);

    /// Stops a process in the middle of what it does, by SIGSTOP.
    void pause(Part part);

    /// Lets a paused process go on, by SIGCONT.
    void resume(Part part);

    /// Starts a process again that has ended, and waits until it can be used.
    ///
    /// @throws IllegalStateException if it cannot within the time
    void start(Part part, Duration max) throws InterruptedException;

    /// Reads the journal of a member from its first entry.
    ///
    /// @param untilSequence last entry to read
    /// @throws IllegalStateException if the member does not deliver it within the time
    void readJournal(int member, long untilSequence, EntryConsumer entries, Duration max) throws IOException;
}
