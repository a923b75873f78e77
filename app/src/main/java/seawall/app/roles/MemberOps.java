package seawall.app.roles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import seawall.cluster.ClusterMember;
import seawall.cluster.MemberStatus;

/// The private port of a member: how it is, for people and for what scrapes it.
final class MemberOps implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final ClusterMember member;
    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("member-ops").factory());

    private MemberOps(int port, ClusterMember member) throws IOException {
        this.member = member;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(thread);
        server.createContext("/health", this::health);
        server.createContext("/metrics", this::metrics);
    }

    static MemberOps start(int port, ClusterMember member) throws IOException {
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
                "application/json",
                "{\"memberId\":" + status.memberId() + ",\"role\":\"" + status.role() + "\",\"phase\":\""
                        + status.phase() + "\",\"sequence\":" + status.sequence() + ",\"logPosition\":"
                        + status.logPosition() + ",\"stateHash\":\"" + Long.toHexString(status.stateHash()) + "\"}\n");
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
