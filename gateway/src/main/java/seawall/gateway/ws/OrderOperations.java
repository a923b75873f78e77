package seawall.gateway.ws;

import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import seawall.gateway.auth.ApiKey;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.TradeReply;
import seawall.gateway.trade.TradeRoutes;

/// The orders that a connection sends. Belongs to the event loop of the connection.
final class OrderOperations {
    private final WsServices services;
    private final Logins logins;
    private final SocketOutput output;
    private final String address;
    private final EventLoop loop;

    OrderOperations(WsServices services, Logins logins, SocketOutput output, String address, EventLoop loop) {
        this.services = services;
        this.logins = logins;
        this.output = output;
        this.address = address;
        this.loop = loop;
    }

    void handle(String id, String op, List<?> args, Fields request) {
        String path = switch (op) {
            case "order" -> "order";
            case "batch-orders" -> "batch-orders";
            case "cancel-order" -> "cancel-order";
            case "batch-cancel-orders" -> "cancel-batch-orders";
            case "amend-order" -> "amend-order";
            case "batch-amend-orders" -> "amend-batch-orders";
            case "mass-cancel" -> "mass-cancel";
            default -> "";
        };
        TradeRoutes.Route route = services.trade().find("/api/v5/trade/" + path);
        if (route == null) {
            output.error(id, "60019", "Invalid op: " + op);
            return;
        }
        if (id.isEmpty()) {
            output.error("", "60027", "Parameter id can not be empty.");
            return;
        }
        if (logins.isEmpty()) {
            output.error(id, "60011", "Please log in");
            return;
        }
        ApiKey key = logins.keys().iterator().next();
        long inNanos = services.clockNanos().getAsLong();
        if (logins.keys().size() > 1) {
            answer(
                    id,
                    op,
                    TradeReply.refused(
                            200,
                            "60028",
                            "The current operation is not supported by this connection: it is logged in to several"
                                    + " accounts."),
                    inNanos);
            return;
        }
        if (services.isGone(key)) {
            output.close(4007, "API key has been updated or deleted");
            return;
        }
        if (!key.may(route.permission())) {
            answer(
                    id,
                    op,
                    TradeReply.refused(200, "50120", "This API key doesn't have permission to use this function"),
                    inNanos);
            return;
        }
        boolean isBatch = op.startsWith("batch");
        if (args.isEmpty() || (!isBatch && !(args.size() == 1 && args.getFirst() instanceof Fields))) {
            answer(id, op, TradeReply.refused(200, "60013", "Invalid args"), inNanos);
            return;
        }
        if (!services.isServing().getAsBoolean()) {
            answer(
                    id,
                    op,
                    TradeReply.refused(503, "50001", "Service temporarily unavailable. Please try again later."),
                    inNanos);
            return;
        }
        if (route.limit() != null
                && !services.endpoints()
                        .admit("/api/v5/trade/" + path, route.limit(), address, key.accountId(), "", "", inNanos)) {
            answer(id, op, TradeReply.refused(429, "50011", "Too Many Requests"), inNanos);
            return;
        }
        var call = new TradeRoutes.Request(isBatch ? args : args.getFirst(), request.text("expTime"), key.accountId());
        route.handler().handle(call, loop, reply -> answer(id, op, reply, inNanos));
    }

    private void answer(String id, String op, TradeReply reply, long inNanos) {
        byte[] items = (reply.itemsJson().isEmpty() ? "[]" : reply.itemsJson()).getBytes(StandardCharsets.UTF_8);
        JsonOutput json = new JsonOutput(SocketOutput.REPLY_BYTES_MAX);
        json.beginObject().field("id", id).field("op", op).key("data").json(items, 0, items.length);
        // Clients read the reasons of the items only if there is no message above them.
        json.field("code", reply.code()).field("msg", reply.hasItems() ? "" : reply.message());
        if (!op.equals("mass-cancel")) {
            json.field("inTime", inNanos / 1_000)
                    .field("outTime", services.clockNanos().getAsLong() / 1_000);
        }
        output.send(json.endObject());
    }
}
