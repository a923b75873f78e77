package seawall.gateway.ws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.fanout.FanOut;
import seawall.gateway.fanout.TopicKey;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;

/// Reads the arguments of subscriptions, and refuses those that name no topic.
final class TopicArguments {
    private static final int FAMILY_LENGTH_MAX = 32;
    private static final Set<String> TYPES = Set.of("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS");
    private static final String NOT_FOUND =
            " doesn't exist. Please use the correct URL, channel and parameters referring to API document.";

    private final WsServices services;
    private final Logins logins;
    private final SocketOutput output;

    TopicArguments(WsServices services, Logins logins, SocketOutput output) {
        this.services = services;
        this.logins = logins;
        this.output = output;
    }

    /// The topics that an argument names, one for each account of this connection if the channel is private; none when
    /// it was refused.
    List<TopicKey> keys(String id, Fields arg) {
        String channel = arg.text("channel");
        String instrument = arg.text("instId");
        if (!FanOut.isChannel(channel)) {
            notFound(id, channel, "instId", instrument);
            return List.of();
        }
        if (FanOut.needsLogin(channel) && logins.isEmpty()) {
            output.error(id, "60011", "Please log in");
            return List.of();
        }
        if (FanOut.isOfInstrument(channel)
                ? !services.isInstrument(instrument)
                : !instrument.isEmpty() && !services.isInstrument(instrument)) {
            notFound(id, channel, "instId", instrument);
            return List.of();
        }
        String type = arg.text("instType");
        boolean isAny = type.equals("ANY") && !channel.equals("instruments");
        if (needsType(channel) && !isAny && !TYPES.contains(type)) {
            notFound(id, channel, "instType", type);
            return List.of();
        }
        String family = arg.text("instFamily");
        if (family.length() > FAMILY_LENGTH_MAX) {
            notFound(id, channel, "instFamily", family.substring(0, FAMILY_LENGTH_MAX));
            return List.of();
        }
        String currency = arg.text("ccy");
        if (channel.equals("account") && !currency.isEmpty() && !services.isCurrency(currency)) {
            notFound(id, channel, "ccy", currency.substring(0, Math.min(currency.length(), FAMILY_LENGTH_MAX)));
            return List.of();
        }
        String extra = channel.equals("account") ? arg.text("extraParams") : "";
        Fields extraParams = extra.isEmpty() ? new Fields(Map.of()) : object(extra);
        if (extraParams == null) {
            output.error(id, "60013", "Invalid args");
            return List.of();
        }
        boolean isEventsOnly = extraParams.text("updateInterval").equals("0");
        if (!FanOut.isPrivate(channel)) {
            boolean isList = channel.equals("instruments");
            boolean isOfInstrument = FanOut.isOfInstrument(channel);
            return List.of(new TopicKey(channel, isList ? type : "", "", isOfInstrument ? instrument : "", "", 0));
        }
        return logins.keys().stream()
                .map(key -> new TopicKey(
                        channel,
                        needsType(channel) ? type : "",
                        needsType(channel) ? family : "",
                        isFiltered(channel) ? instrument : "",
                        channel.equals("account") ? currency : "",
                        isEventsOnly,
                        key.accountId()))
                .toList();
    }

    /// An object that came as text within text; null if it is none.
    private static @Nullable Fields object(String text) {
        try {
            return JsonInput.read(text) instanceof Fields fields ? fields : null;
        } catch (MalformedJsonException malformed) {
            return null;
        }
    }

    private void notFound(String id, String channel, String parameter, String value) {
        output.error(id, "60018", "Wrong URL or channel:" + channel + "," + parameter + ":" + value + NOT_FOUND);
    }

    private static boolean isFiltered(String channel) {
        return !channel.equals("account") && !channel.equals("balance_and_position");
    }

    private static boolean needsType(String channel) {
        return switch (channel) {
            case "instruments", "orders", "positions", "orders-algo", "algo-advance" -> true;
            default -> false;
        };
    }
}
