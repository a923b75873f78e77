package seawall.simulation;

import static seawall.simulation.MutatedEngine.call;
import static seawall.simulation.MutatedEngine.comparisonOf;
import static seawall.simulation.MutatedEngine.condition;
import static seawall.simulation.MutatedEngine.opcode;
import static seawall.simulation.MutatedEngine.read;
import static seawall.simulation.MutatedEngine.withoutCall;
import static seawall.simulation.MutatedEngine.write;
import static seawall.simulation.PlantedEngineFault.AUDIT_CANNOT_SEE;
import static seawall.simulation.PlantedEngineFault.AUDIT_SEES;
import static seawall.simulation.PlantedEngineFault.KEEP_THE_FIRST_LONG;
import static seawall.simulation.PlantedEngineFault.fault;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.simulation.MutatedEngine.Mutation;

/// Plants a fault in the engine's algo orders and triggers, one instruction at a time, and lets it trade.
final class PlantedAlgoEngineFaultTest {
    private static final long SEED = 7;

    private static final Consumer<CodeBuilder> NOTHING_OF_THE_LONG =
            code -> code.pop2().lconst_0();
    private static final Consumer<CodeBuilder> WRITE_NOTHING =
            code -> code.pop().pop();
    private static final Consumer<CodeBuilder> WRITE_NO_LONG =
            code -> code.pop2().pop();
    private static final Consumer<CodeBuilder> THE_OTHER_ORDER =
            code -> code.lcmp().ineg();

    private static final ClassDesc ALGO = ClassDesc.of("seawall.engine.Algo");
    private static final ClassDesc ORDER = ClassDesc.of("seawall.engine.Order");
    private static final ClassDesc INSTRUMENT = ClassDesc.of("seawall.engine.Instrument");
    private static final ClassDesc LIMITS = ClassDesc.of("seawall.engine.Limits");
    private static final ClassDesc LEG = ClassDesc.of("seawall.engine.Leg");
    private static final ClassDesc PHASE = ClassDesc.of("seawall.engine.Phase");
    private static final ClassDesc SIDE = ClassDesc.of("seawall.engine.Side");
    private static final ClassDesc OUTCOME = ClassDesc.of("seawall.engine.Outcome");
    private static final ClassDesc WAITING = ClassDesc.of("seawall.engine.WaitingAlgos");
    private static final ClassDesc QUEUE = ClassDesc.of("seawall.engine.TriggerQueue");
    private static final ClassDesc COUNTS = ClassDesc.of("org.agrona.collections.Long2LongCounterMap");
    private static final MethodTypeDesc OF_TWO_LONGS =
            MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long);

    static Stream<PlantedEngineFault> faults() {
        return Stream.of(
                fault(
                        "a take profit of a sell waits below the price",
                        AUDIT_SEES,
                        new Mutation(
                                "Algo", "takeDirections", read("SELL"), 1, code -> code.getstatic(SIDE, "BUY", SIDE))),
                fault(
                        "a trailing stop whose activation is the price waits for a lower one",
                        AUDIT_SEES,
                        condition("Algo", "takeDirections", Opcode.IFLT, 2, Opcode.IFLE)),
                fault(
                        "the first price of an entry is not judged",
                        AUDIT_SEES,
                        withoutCall(
                                "Triggers",
                                "onTraded",
                                "step",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "the last price of an entry is not judged",
                        AUDIT_SEES,
                        withoutCall(
                                "Triggers",
                                "onTraded",
                                "step",
                                2,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "what became due second is triggered first",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "AlgoDesk",
                                "trigger",
                                read("firstDue"),
                                1,
                                code -> code.getfield(WAITING, "firstDue", ALGO)
                                        .dup()
                                        .getfield(ALGO, "nextDue", ALGO)
                                        .ifThen(Opcode.IFNONNULL, then -> then.getfield(ALGO, "nextDue", ALGO)))),
                fault(
                        "legs below become due before those above",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Triggers",
                                "reachLegs",
                                read("above"),
                                1,
                                code -> code.getfield(WAITING, "below", QUEUE)),
                        new Mutation(
                                "Triggers",
                                "reachLegs",
                                read("below"),
                                2,
                                code -> code.getfield(WAITING, "above", QUEUE))),
                fault(
                        "of two triggers at one price the younger is reached first",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Leg", "isBefore", comparisonOf("algoId"), 1, THE_OTHER_ORDER)),
                fault(
                        "a queue of triggers takes the farther child down",
                        AUDIT_SEES,
                        condition("TriggerQueue", "moveDown", Opcode.IFEQ, 1, Opcode.IFNE)),
                fault(
                        "a queue of triggers does not move up what takes a place that became free",
                        AUDIT_CANNOT_SEE,
                        withoutCall(
                                "TriggerQueue",
                                "remove",
                                "moveUp",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.INT,
                                TypeKind.REFERENCE)),
                fault(
                        "a leg below its price is reached only beyond its trigger",
                        AUDIT_SEES,
                        condition("Leg", "isReachedBy", Opcode.IFGT, 1, Opcode.IFGE)),
                fault(
                        "a trailing stop does not follow the price",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Triggers", "trail", write("extremeTicks"), 1, WRITE_NO_LONG)),
                fault(
                        "the distance of a trailing stop is rounded up",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Algo",
                                "thresholdTicks",
                                opcode(Opcode.LDIV),
                                1,
                                code -> code.invokestatic(ClassDesc.of("java.lang.Math"), "ceilDiv", OF_TWO_LONGS))),
                fault(
                        "a trailing stop may become due in the step that activates it",
                        AUDIT_SEES,
                        new Mutation("Triggers", "trail", opcode(Opcode.GOTO), 2, CodeBuilder::nop)),
                fault(
                        "the activation of a trailing stop is thought to change nothing",
                        AUDIT_SEES,
                        new Mutation(
                                "WaitingAlgos", "narrowQuietRange", opcode(Opcode.LCONST_1), 1, CodeBuilder::lconst_0)),
                fault(
                        "the threshold of a trailing stop is thought to change nothing",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "WaitingAlgos", "narrowQuietRange", opcode(Opcode.LCONST_1), 3, CodeBuilder::lconst_0)),
                fault(
                        "an armed algo order has the quantity of its parent rather than what was filled",
                        AUDIT_SEES,
                        new Mutation(
                                "AlgoBook",
                                "onParentClosed",
                                read("filledLots"),
                                1,
                                code -> code.getfield(ORDER, "quantity", ConstantDescs.CD_long))),
                fault(
                        "an attached algo order outlives its parent that was not filled",
                        AUDIT_SEES,
                        withoutCall(
                                "AlgoBook",
                                "onParentClosed",
                                "close",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE)),
                fault(
                        "the other leg of a pair waits on",
                        AUDIT_SEES,
                        new Mutation(
                                "Triggers",
                                "reachLegs",
                                call("removeLegs"),
                                1,
                                code -> code.pop2()
                                        .aload(2)
                                        .aload(5)
                                        .invokevirtual(
                                                QUEUE, "remove", MethodTypeDesc.of(ConstantDescs.CD_void, LEG)))),
                fault(
                        "a canceled algo order waits on",
                        AUDIT_SEES,
                        withoutCall("AlgoBook", "close", "remove", 1, TypeKind.REFERENCE, TypeKind.REFERENCE)),
                fault(
                        "a client algo id is not looked for",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "AlgoChecks",
                                "checkClientAlgoId",
                                read("ALGO_CLIENT_ID_EXISTS"),
                                1,
                                code -> code.getstatic(OUTCOME, "ACCEPTED", OUTCOME))),
                fault(
                        "an account never has fewer algo orders than before",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "AlgoIndex",
                                "remove",
                                call("getAndDecrement"),
                                1,
                                code -> code.invokevirtual(
                                        COUNTS,
                                        "get",
                                        MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long)))),
                fault(
                        "an account has one algo order too many",
                        AUDIT_CANNOT_SEE,
                        condition("AlgoChecks", "checkRoom", Opcode.IF_ICMPLT, 1, Opcode.IF_ICMPLE)),
                fault(
                        "an instrument counts two algo orders for one that ends",
                        AUDIT_CANNOT_SEE,
                        new Mutation("AlgoBook", "remove", opcode(Opcode.ICONST_1), 1, CodeBuilder::iconst_2)),
                fault(
                        "a new algo order is not judged by the price as it is",
                        AUDIT_SEES,
                        withoutCall(
                                "Triggers",
                                "await",
                                "reachLegs",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "what was armed in an entry is not judged at its end",
                        AUDIT_SEES,
                        withoutCall(
                                "Triggers",
                                "onTraded",
                                "reachLegs",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "an amended trigger waits on the side it had",
                        AUDIT_SEES,
                        new Mutation("AlgoDesk", "change", write("isAbove"), 1, WRITE_NOTHING)),
                fault(
                        "a pair that lost a leg still is one",
                        AUDIT_CANNOT_SEE,
                        new Mutation("AlgoDesk", "becomesWholeLegs", write("kind"), 1, WRITE_NOTHING)),
                fault(
                        "an order price that is taken away stays",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "AlgoDesk",
                                "amendLeg",
                                call("max"),
                                1,
                                code -> code.invokestatic(ClassDesc.of("java.lang.Math"), "min", OF_TWO_LONGS))),
                fault(
                        "a take profit at the price is accepted",
                        AUDIT_CANNOT_SEE,
                        condition("AlgoChecks", "isOnWrongSide", Opcode.IFGT, 1, Opcode.IFGE)),
                fault(
                        "a sell that was attached sells more than there is",
                        AUDIT_CANNOT_SEE,
                        new Mutation("AlgoDesk", "trigger", call("min"), 1, KEEP_THE_FIRST_LONG)),
                fault(
                        "a triggered order has no tag",
                        AUDIT_SEES,
                        new Mutation(
                                "AlgoDesk",
                                "trigger",
                                read("tag0"),
                                1,
                                code -> code.pop().lconst_0())),
                fault(
                        "a triggered order is at market whatever its price",
                        AUDIT_SEES,
                        new Mutation(
                                "AlgoDesk",
                                "trigger",
                                read("priceTicks"),
                                1,
                                code -> code.pop().lconst_0())),
                fault(
                        "what is due does not wait for trading",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Instrument",
                                "hasWork",
                                read("TRADING"),
                                1,
                                code -> code.aload(0).getfield(INSTRUMENT, "phase", PHASE))),
                fault(
                        "a command has a follow-up too many",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Engine",
                                "followUp",
                                call("followUpsMax"),
                                1,
                                code -> code.invokevirtual(
                                                LIMITS, "followUpsMax", MethodTypeDesc.of(ConstantDescs.CD_int))
                                        .iconst_1()
                                        .iadd())));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_judges_object_to_an_engine_in_which(PlantedEngineFault fault) {
        fault.assertFound(SEED);
    }

    @Test
    void an_engine_loaded_this_way_without_a_fault_has_no_objection() {
        PlantedEngineFault.assertNothingFound(SEED);
    }
}
