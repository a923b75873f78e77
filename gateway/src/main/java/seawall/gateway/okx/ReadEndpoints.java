package seawall.gateway.okx;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.Views;

/// Every GET endpoint: a path, who may ask it how often, and an answer that is a pure function of the request and the
/// views. Any thread may ask, each with an output of its own.
public final class ReadEndpoints {
    private final Views views;
    private final @Nullable OlderPages olderPages;
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    /// All endpoints.
    ///
    /// @param olderPages null when rows that leave the views are gone
    /// @param status     the events of the status page, the ongoing one last
    public ReadEndpoints(Views views, @Nullable OlderPages olderPages, Supplier<List<StatusRow>> status) {
        this.views = views;
        this.olderPages = olderPages;
        var json = new OkxJson(views);
        new PublicEndpoints(views, json, status).addTo(this::add);
        new OrderEndpoints(views, json).addTo(this::add);
        new AlgoEndpoints(views).addTo(this::add);
        var money = new MoneyEndpoints(views, json);
        money.addTo(this::add);
        new SubAccountEndpoints(views, json, money).addTo(this::add);
        EmptyEndpoints.addTo(this::add);
    }

    private void add(Endpoint endpoint) {
        if (endpoints.put(endpoint.path(), endpoint) != null) {
            throw new IllegalStateException("expected each path once, found " + endpoint.path() + " twice");
        }
    }

    /// The endpoint of a path, or null.
    public @Nullable Endpoint endpoint(String path) {
        return endpoints.get(path);
    }

    public Collection<Endpoint> endpoints() {
        return endpoints.values();
    }

    /// Answers without waiting: the body, with its envelope, is in `body` afterwards, unless the reply says that older
    /// pages are needed.
    public Reply answer(Endpoint endpoint, ReadRequest request, JsonOutput body) {
        return answer(endpoint, new Query(request, views, null, olderPages != null), body);
    }

    /// Answers with older pages; may wait for the store as long as its deadline lets it.
    public Reply answerWithOlderPages(Endpoint endpoint, ReadRequest request, JsonOutput body) {
        return answer(endpoint, new Query(request, views, olderPages, olderPages != null), body);
    }

    private static Reply answer(Endpoint endpoint, Query query, JsonOutput body) {
        try {
            body.reset()
                    .beginObject()
                    .field("code", "0")
                    .field("msg", "")
                    .key("data")
                    .beginArray();
            endpoint.handler().write(query, body);
            body.endArray().endObject();
            return Reply.OK;
        } catch (Refusal refusal) {
            Reply reply = refusal.toReply();
            refuse(body, reply);
            return reply;
        } catch (NeedsOlderPages notHere) {
            body.reset();
            return Reply.OLDER;
        }
    }

    /// Writes the body of a refusal by an endpoint; unlike one by the gateway it has an empty `data`.
    public static void refuse(JsonOutput body, Reply reply) {
        body.reset()
                .beginObject()
                .field("code", reply.code())
                .field("msg", reply.message())
                .key("data")
                .beginArray()
                .endArray()
                .endObject();
    }
}
