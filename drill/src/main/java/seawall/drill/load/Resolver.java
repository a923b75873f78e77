package seawall.drill.load;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;
import seawall.drill.evidence.Asked;
import seawall.drill.evidence.History;
import seawall.drill.evidence.Operation;
import seawall.drill.evidence.Operation.Truth;

/// Asks every gateway, after the run, what became of each operation whose outcome nobody told. Blocks.
public final class Resolver {
    private static final String TOO_MANY_REQUESTS = "50011";
    private static final String ORDER_UNKNOWN = "51603";
    private static final String BY_USER = "1";
    private static final Duration ASK_AGAIN = Duration.ofMillis(150);
    private static final int ATTEMPTS_MAX = 40;

    private final History history;
    private final List<Map<Integer, RestClient>> gateways = new ArrayList<>();

    Resolver(List<URI> rests, List<Credentials> users, HttpClient http, History history) {
        this.history = history;
        for (URI rest : rests) {
            var clients = new HashMap<Integer, RestClient>();
            for (Credentials user : users) {
                clients.put(Load.accountId(user), new RestClient(http, rest, user));
            }
            gateways.add(clients);
        }
    }

    /// Resolves everything that is not definite.
    ///
    /// @return operations resolved
    public int resolve() throws IOException, InterruptedException {
        int resolved = 0;
        for (Operation operation : history.operationsFrom(0)) {
            if (!operation.isDefinite()) {
                var truths = new ArrayList<Truth>();
                for (Map<Integer, RestClient> clients : gateways) {
                    RestClient client = clients.get(operation.asked().accountId());
                    if (client == null) {
                        throw new IllegalStateException(
                                "no keys of account " + operation.asked().accountId());
                    }
                    truths.add(ask(client, operation.asked()));
                }
                history.resolve(operation.asked().id(), truths);
                resolved++;
            }
        }
        return resolved;
    }

    private static Truth ask(RestClient client, Asked asked) throws IOException, InterruptedException {
        return switch (asked.kind()) {
            case READ -> Truth.NOT_APPLIED;
            case TRANSFER -> {
                var reply = get(client, "/api/v5/asset/transfer-state?clientId=" + asked.name());
                yield !reply.code().equals("0")
                        ? Truth.UNDECIDED
                        : reply.data().isEmpty() ? Truth.NOT_APPLIED : Truth.APPLIED;
            }
            case PLACE, CANCEL, AMEND -> {
                var reply = get(client, Ask.orderPath(asked.order(), asked.instrument()));
                if (reply.code().equals("0") && !reply.data().isEmpty()) {
                    yield truth(asked, reply.data().getFirst());
                }
                boolean isUnknown = reply.code().equals(ORDER_UNKNOWN);
                yield isUnknown ? Truth.NOT_APPLIED : Truth.UNDECIDED;
            }
        };
    }

    private static Truth truth(Asked asked, Map<String, Object> order) {
        boolean isApplied = switch (asked.kind()) {
            case PLACE -> true;
            case CANCEL ->
                Json.text(order, "state").equals("canceled")
                        && Json.text(order, "cancelSource").equals(BY_USER);
            // Nothing else is done to an order while its amendment is on its way, and nothing after it was lost.
            case AMEND ->
                Replies.number(order, "px").compareTo(new BigDecimal(asked.price())) == 0
                        && Replies.number(order, "sz").compareTo(new BigDecimal(asked.size())) == 0;
            case TRANSFER, READ -> throw new IllegalArgumentException(asked.kind() + " is not about an order");
        };
        return isApplied ? Truth.APPLIED : Truth.NOT_APPLIED;
    }

    private static RestClient.Reply get(RestClient client, String path) throws IOException, InterruptedException {
        RestClient.Reply reply = client.get(path);
        for (int attempt = 1; attempt < ATTEMPTS_MAX && reply.code().equals(TOO_MANY_REQUESTS); attempt++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN.toMillis()));
            reply = client.get(path);
        }
        return reply;
    }
}
