package seawall.gateway.trade;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import seawall.gateway.admission.OrderAdmission;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.trade.CommandWriter.Command;
import seawall.gateway.trade.ItemParser.Parsed;
import seawall.gateway.view.InstrumentView;
import seawall.link.CommandLink;

/// Takes requests about orders and algo orders from any event loop, sends one command for each item in the order of the
/// items, and
/// answers when the journal has decided all of them.
public final class OrderDesk {
    private static final int REPLY_BYTES_MAX = 64 * 1024;

    private final Instruments instruments;
    private final ItemParser parser;
    private final PendingCommands pending;
    private final CommandLink link;
    private final OrderAdmission admission;
    private final AmendmentsInFlight amendments = new AmendmentsInFlight();
    private final LongSupplier clockNanos;
    private final long deadlineNanos;
    private final long patienceNanos;
    private final FastThreadLocal<CommandWriter> writers = new FastThreadLocal<>() {
        @Override
        protected CommandWriter initialValue() {
            return new CommandWriter();
        }
    };

    /// @param openAlgos     the algo orders that wait, by what a client calls them
    /// @param clockNanos    nanoseconds since 1970
    /// @param deadlineNanos commands without an expiry of their own are refused by the engine after this long
    /// @param patienceNanos after this long without an answer the client is told that the outcome is unknown
    public OrderDesk(
            Instruments instruments,
            OpenAlgos openAlgos,
            PendingCommands pending,
            CommandLink link,
            OrderAdmission admission,
            LongSupplier clockNanos,
            long deadlineNanos,
            long patienceNanos) {
        this.instruments = instruments;
        this.parser = new ItemParser(instruments, openAlgos);
        this.pending = pending;
        this.link = link;
        this.admission = admission;
        this.clockNanos = clockNanos;
        this.deadlineNanos = deadlineNanos;
        this.patienceNanos = patienceNanos;
    }

    /// Places, cancels or amends.
    ///
    /// @param items     the array of a batch, or the one object
    /// @param isBatch   true for the batch forms, also with a single item
    /// @param expTime   the client's expiry in Unix milliseconds, empty if none
    /// @param executor  where the answer is delivered
    public void submit(
            Operation operation,
            List<? extends @Nullable Object> items,
            boolean isBatch,
            String expTime,
            int accountId,
            Executor executor,
            Consumer<TradeReply> answer) {
        if (!link.isConnected()) {
            answer.accept(TradeReply.refused(503, Problem.UNAVAILABLE));
            return;
        }
        if (items.isEmpty()) {
            answer.accept(TradeReply.refused(400, Problem.parameter("body")));
            return;
        }
        if (items.size() > operation.itemsMax()) {
            answer.accept(TradeReply.refused(operation.isPlacing() ? 200 : 400, operation.tooMany()));
            return;
        }
        long nowNanos = clockNanos.getAsLong();
        boolean hasExpiry = !expTime.isEmpty() && !operation.isCanceling();
        long deadline = nowNanos + deadlineNanos;
        if (hasExpiry) {
            if (!expTime.matches("[0-9]{1,13}")) {
                answer.accept(TradeReply.refused(400, Problem.parameter("expTime")));
                return;
            }
            deadline = Math.min(deadline, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(expTime)));
            if (deadline < nowNanos) {
                answer.accept(TradeReply.refused(
                        200,
                        "50036",
                        "The expTime can't be earlier than the current system time. Please adjust the"
                                + " expTime and try again."));
                return;
            }
        }
        Fields[] fields = new Fields[items.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = items.get(i) instanceof Fields object ? object : new Fields(Map.of());
        }
        boolean isAdmitted = isAdmitted(operation, fields, isBatch && fields.length > 1, accountId, nowNanos, answer);
        if (!isAdmitted) {
            return;
        }
        Submission submission = new Submission(operation, fields, isBatch, hasExpiry, executor, answer);
        Set<OrderName> amended = new HashSet<>();
        for (int i = 0; i < fields.length; i++) {
            int index = i;
            Problem problem = switch (parser.parse(submission.operation(i), accountId, fields[i])) {
                case Parsed.Refused(Problem refusal) -> refusal;
                case Parsed.Ready(Command command) -> {
                    submission.commands[index] = command;
                    PendingCommands.Waiting waiting = decided -> submission.decide(index, decided);
                    yield command instanceof Command.Amend amend
                            ? sendAmendment(amend, amended, deadline, nowNanos, waiting)
                            : send(command, deadline, nowNanos, waiting) ? Problem.NONE : Problem.BUSY;
                }
            };
            if (!problem.isNone()) {
                submission.refuse(index, problem);
            }
        }
    }

    private boolean isAdmitted(
            Operation operation,
            Fields[] items,
            boolean isBatchOfSeveral,
            int accountId,
            long nowNanos,
            Consumer<TradeReply> answer) {
        OrderAdmission.Verdict verdict = admission.admit(
                operation.ordinal(),
                operation.isCharged(),
                operation.allowance(isBatchOfSeveral),
                accountId,
                itemsByInstrument(items, item -> true),
                items.length,
                nowNanos);
        Map<String, Integer> algos =
                operation == Operation.PLACE ? itemsByInstrument(items, AlgoParser::isAlgo) : Map.of();
        if (verdict == OrderAdmission.Verdict.ADMITTED && !algos.isEmpty()) {
            // Those among orders are held to their own limit as well, or a batch would be a way around it.
            verdict = admission.admit(
                    Operation.PLACE_ALGO.ordinal(),
                    false,
                    OrderAdmission.Allowance.ALGO,
                    accountId,
                    algos,
                    items.length,
                    nowNanos);
        }
        switch (verdict) {
            case ADMITTED -> {}
            case RATE_EXCEEDED -> answer.accept(new TradeReply(429, "50011", "Too Many Requests", "", false));
            case ACCOUNT_RATE_EXCEEDED ->
                answer.accept(TradeReply.refused(
                        200, "50061", "You've reached the maximum order rate limit for this account."));
        }
        return verdict == OrderAdmission.Verdict.ADMITTED;
    }

    /// @param amended the orders that this request has amended so far
    private Problem sendAmendment(
            Command.Amend amend,
            Set<OrderName> amended,
            long deadline,
            long nowNanos,
            PendingCommands.Waiting waiting) {
        OrderName order = OrderName.of(amend);
        if (!amended.add(order)) {
            return Problem.AMENDED_TWICE;
        }
        if (!amendments.begin(order)) {
            return Problem.AMENDMENTS_MAX;
        }
        boolean isSent = send(amend, deadline, nowNanos, decided -> {
            amendments.end(order);
            waiting.onAnswer(decided);
        });
        if (!isSent) {
            amendments.end(order);
        }
        return isSent ? Problem.NONE : Problem.BUSY;
    }

    /// Sends one command that is not about a single order.
    ///
    /// @param render the `data` array of a success, given the engine's detail and the entry's time
    void submitOne(Command command, Executor executor, Consumer<TradeReply> answer, SuccessRenderer render) {
        if (!link.isConnected()) {
            answer.accept(TradeReply.refused(503, Problem.UNAVAILABLE));
            return;
        }
        long nowNanos = clockNanos.getAsLong();
        boolean sent = send(
                command,
                nowNanos + deadlineNanos,
                nowNanos,
                decided -> executor.execute(() -> {
                    TradeReply reply = switch (decided) {
                        case Answer.Unknown() -> unknown();
                        case Answer.Decided(var outcome, long detail, long timeNanos) -> {
                            Problem problem = Outcomes.of(command, outcome, detail, false, instruments);
                            yield problem.isNone()
                                    ? new TradeReply(200, "0", "", render.render(detail, timeNanos), false)
                                    : TradeReply.refused(problem.equals(Problem.BUSY) ? 429 : 200, problem);
                        }
                    };
                    answer.accept(reply);
                }));
        if (!sent) {
            answer.accept(TradeReply.refused(429, Problem.BUSY));
        }
    }

    /// Writes what a success says.
    @FunctionalInterface
    interface SuccessRenderer {
        String render(long detail, long timeNanos);
    }

    Instruments instruments() {
        return instruments;
    }

    long nowNanos() {
        return clockNanos.getAsLong();
    }

    private boolean send(Command command, long deadline, long nowNanos, PendingCommands.Waiting waiting) {
        long correlationId = pending.add(waiting, nowNanos + patienceNanos);
        if (correlationId == 0) {
            return false;
        }
        CommandWriter writer = writers.get();
        int length = writer.encode(command, correlationId, deadline);
        if (link.offer(writer.buffer, 0, length) == CommandLink.Offer.TAKEN) {
            return true;
        }
        pending.remove(correlationId);
        return false;
    }

    private Map<String, Integer> itemsByInstrument(Fields[] items, Predicate<Fields> counted) {
        Map<String, Integer> counts = new HashMap<>();
        for (Fields item : items) {
            if (!counted.test(item)) {
                continue;
            }
            InstrumentView instrument = instruments.named(item);
            // What names no instrument is counted together, so that nonsense is limited as well.
            counts.merge(instrument == null ? "" : instrument.name(), 1, Integer::sum);
        }
        return counts;
    }

    private static TradeReply unknown() {
        return TradeReply.refused(
                400,
                "50004",
                "API endpoint request timeout. (does not mean that the request was successful or failed, please check"
                        + " the request result)");
    }

    /// One request on its way; complete when every item is.
    private final class Submission {
        private final Operation operation;
        private final Fields[] items;
        private final boolean isBatch;
        private final boolean hasExpiry;
        private final Executor executor;
        private final Consumer<TradeReply> answer;
        private final @Nullable Command[] commands;
        private final AtomicReferenceArray<@Nullable Object> results;
        private final AtomicInteger open;

        Submission(
                Operation operation,
                Fields[] items,
                boolean isBatch,
                boolean hasExpiry,
                Executor executor,
                Consumer<TradeReply> answer) {
            this.operation = operation;
            this.items = items;
            this.isBatch = isBatch;
            this.hasExpiry = hasExpiry;
            this.executor = executor;
            this.answer = answer;
            this.commands = new @Nullable Command[items.length];
            this.results = new AtomicReferenceArray<>(items.length);
            this.open = new AtomicInteger(items.length);
        }

        /// What an item asks for: a batch of orders may hold algo orders, as one client sends them.
        Operation operation(int index) {
            return operation == Operation.PLACE && isBatch && AlgoParser.isAlgo(items[index])
                    ? Operation.PLACE_ALGO
                    : operation;
        }

        void refuse(int index, Problem problem) {
            complete(index, problem);
        }

        void decide(int index, Answer decided) {
            complete(index, decided);
        }

        private void complete(int index, Object result) {
            results.set(index, result);
            if (open.decrementAndGet() == 0) {
                executor.execute(() -> answer.accept(reply()));
            }
        }

        private TradeReply reply() {
            int failed = 0;
            int busy = 0;
            int unknown = 0;
            JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
            json.beginArray();
            for (int i = 0; i < items.length; i++) {
                Problem problem = problem(i);
                failed += problem.isNone() ? 0 : 1;
                busy += problem.equals(Problem.BUSY) ? 1 : 0;
                unknown += problem.equals(Problem.UNKNOWN_RESULT) ? 1 : 0;
                write(json, i, problem);
            }
            json.endArray();
            if (busy == items.length) {
                return TradeReply.refused(429, Problem.BUSY);
            }
            if (unknown == items.length && !isBatch) {
                return unknown();
            }
            String code = failed == 0 ? "0" : failed == items.length ? "1" : "2";
            String message = switch (code) {
                case "0" -> "";
                // The service was recorded saying nothing above a refused algo order.
                case "1" -> operation.isAlgo() && !isBatch ? "" : "All operations failed";
                default -> "Bulk operation partially succeeded.";
            };
            return new TradeReply(200, code, message, json.toString(), !operation.isAlgo());
        }

        private Problem problem(int index) {
            Object result = results.get(index);
            return switch (result) {
                case Problem problem -> problem;
                case Answer.Decided decided -> {
                    Command command = commands[index];
                    yield command == null
                            ? Problem.NONE
                            : Outcomes.of(command, decided.outcome(), decided.detail(), hasExpiry, instruments);
                }
                case null, default -> Problem.UNKNOWN_RESULT;
            };
        }

        private void write(JsonOutput json, int index, Problem problem) {
            if (operation(index).isAlgo()) {
                writeAlgo(json, index, problem);
            } else {
                writeOrder(json, index, problem);
            }
        }

        private void writeAlgo(JsonOutput json, int index, Problem problem) {
            Fields item = items[index];
            String algoId = operation(index).isPlacing() ? "" : item.echo("algoId");
            long timeNanos = clockNanos.getAsLong();
            if (problem.isNone() && results.get(index) instanceof Answer.Decided decided) {
                algoId = Long.toString(decided.detail());
                timeNanos = decided.timeNanos();
            }
            json.beginObject()
                    .field("algoClOrdId", item.echo("algoClOrdId"))
                    .field("algoId", algoId)
                    .field("clOrdId", item.echo("clOrdId"));
            if (operation == Operation.PLACE) {
                // Among orders it has their fields as well.
                json.field("ordId", "").millis("ts", timeNanos).field("subCode", problem.subCode());
            }
            if (operation == Operation.AMEND_ALGO) {
                json.field("reqId", item.echo("reqId"));
            }
            json.field("sCode", problem.code()).field("sMsg", problem.message());
            if (operation != Operation.AMEND_ALGO) {
                json.field("tag", item.echo("tag"));
            }
            json.endObject();
        }

        private void writeOrder(JsonOutput json, int index, Problem problem) {
            Fields item = items[index];
            String orderId = "";
            long timeNanos = clockNanos.getAsLong();
            if (results.get(index) instanceof Answer.Decided decided) {
                timeNanos = decided.timeNanos();
                orderId = problem.isNone() ? Long.toString(decided.detail()) : "";
            }
            if (!problem.isNone() && operation != Operation.PLACE) {
                orderId = item.echo("ordId");
            }
            json.beginObject().field("clOrdId", item.echo("clOrdId")).field("ordId", orderId);
            if (operation == Operation.PLACE) {
                json.field("tag", item.echo("tag"));
            }
            json.millis("ts", timeNanos);
            if (operation == Operation.AMEND) {
                json.field("reqId", item.echo("reqId"));
            }
            json.field("sCode", problem.code())
                    .field(
                            "sMsg",
                            problem.isNone() && operation == Operation.PLACE ? "Order placed" : problem.message());
            if (operation != Operation.CANCEL) {
                json.field("subCode", problem.subCode());
            }
            json.endObject();
        }
    }
}
