package seawall.app.roles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.cluster.MemberStatus;
import seawall.cluster.Membership;

/// The private port of a member: how it is, for people and for what scrapes it, and what an operator may ask of it.
///
/// It listens on the loopback address and asks for no key. A web page in a browser on the same machine must not reach
/// it
/// either: a request that names another host, or the page it comes from, is refused.
final class MemberOps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberOps.class);
    private static final int BACKLOG = 16;
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");
    private static final String JSON = "application/json";

    private final Membership member;
    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("member-ops").factory());

    private MemberOps(int port, Membership member) throws IOException {
        this.member = member;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(thread);
        server.createContext("/", exchange -> answer(exchange, 404, JSON, error("unknown path")));
        serve("GET", "/health", this::health);
        serve("GET", "/metrics", this::metrics);
        serve("POST", "/step-down", this::stepDown);
        serve("POST", "/snapshot", this::snapshot);
    }

    private void serve(String method, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            String host = exchange.getRequestHeaders().getFirst("Host");
            if (host == null
                    || !LOOPBACK.matcher(host).matches()
                    || exchange.getRequestHeaders().containsKey("Origin")) {
                answer(exchange, 403, JSON, error("only for programs on this machine"));
            } else if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 404, JSON, error("unknown path"));
            } else if (!exchange.getRequestMethod().equals(method)) {
                exchange.getResponseHeaders().set("Allow", method);
                answer(exchange, 405, JSON, error("expected " + method));
            } else {
                handler.handle(exchange);
            }
        });
    }

    private static String error(String text) {
        return "{\"error\":\"" + text + "\"}\n";
    }

    static MemberOps start(int port, Membership member) throws IOException {
        var ops = new MemberOps(port, member);
        ops.server.start();
        return ops;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// 200 while the member runs as a leader or follower, else 503.
    private void health(HttpExchange exchange) throws IOException {
        MemberStatus status = member.status();
        boolean runs = status.phase().equals("RUNNING") && !status.role().equals("CANDIDATE");
        answer(
                exchange,
                runs ? 200 : 503,
                JSON,
                "{\"memberId\":" + status.memberId() + ",\"role\":\"" + status.role() + "\",\"phase\":\""
                        + status.phase() + "\",\"sequence\":" + status.sequence() + ",\"logPosition\":"
                        + status.logPosition() + ",\"stateHash\":\"" + Long.toHexString(status.stateHash()) + "\"}\n");
    }

    /// 202 when the leader begins to step down, 409 when this member cannot. `/health` tells when it follows.
    private void stepDown(HttpExchange exchange) throws IOException {
        LOG.info("An operator asks this member to step down.");
        switch (member.stepDown()) {
            case BEGUN -> answer(exchange, 202, JSON, "{\"steppingDown\":true}\n");
            case NOT_LEADER -> answer(exchange, 409, JSON, error("this member does not lead"));
            case ALONE -> answer(exchange, 409, JSON, error("there is no other member"));
        }
    }

    /// 202 when every member begins a snapshot, 409 when this member cannot ask for one.
    private void snapshot(HttpExchange exchange) throws IOException {
        LOG.info("An operator asks for a snapshot.");
        if (member.requestSnapshot()) {
            answer(exchange, 202, JSON, "{\"snapshot\":true}\n");
        } else {
            answer(exchange, 409, JSON, error("this member does not lead, or is not done with the snapshot before"));
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        MemberStatus status = member.status();
        var text = new StringBuilder();
        metric(
                text,
                "leader",
                "gauge",
                "1 while this member leads",
                status.role().equals("LEADER") ? 1 : 0);
        metric(text, "sequence", "counter", "Sequence number of the last journal entry", status.sequence());
        metric(text, "log_position_bytes", "counter", "Log applied", status.logPosition());
        metric(text, "journal_position_bytes", "counter", "Journal published", status.journalPosition());
        metric(text, "snapshots_total", "counter", "Snapshots completed since the start", status.snapshots());
        metric(
                text,
                "back_pressure_total",
                "counter",
                "Times a journal part waited for its recording",
                status.backPressure());
        metric(text, "step_downs_total", "counter", "Times it gave up leading on request", member.stepDowns());
        metric(text, "errors_total", "counter", "Errors since the start", status.errors());
        answer(exchange, 200, "text/plain; version=0.0.4", text.toString());
    }

    private static void metric(StringBuilder text, String name, String type, String help, long value) {
        text.append("# HELP seawall_member_")
                .append(name)
                .append(' ')
                .append(help)
                .append("\n# TYPE seawall_member_")
                .append(name)
                .append(' ')
                .append(type)
                .append("\nseawall_member_")
                .append(name)
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
