package seawall.simulation;

import static seawall.simulation.MutatedEngine.call;
import static seawall.simulation.MutatedEngine.comparisonOf;
import static seawall.simulation.MutatedEngine.condition;
import static seawall.simulation.MutatedEngine.constant;
import static seawall.simulation.MutatedEngine.opcode;
import static seawall.simulation.MutatedEngine.read;
import static seawall.simulation.MutatedEngine.withoutCall;
import static seawall.simulation.MutatedEngine.write;
import static seawall.simulation.PlantedEngineFault.AUDIT_CANNOT_SEE;
import static seawall.simulation.PlantedEngineFault.AUDIT_SEES;
import static seawall.simulation.PlantedEngineFault.fault;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.simulation.MutatedEngine.Mutation;

/// Plants a fault in the engine's phases, auctions and timetables, one instruction at a time, and lets it trade.
final class PlantedAuctionEngineFaultTest {
    private static final long SEED = 7;

    private static final Consumer<CodeBuilder> ANSWER_NO = code -> code.pop().iconst_0();
    private static final ClassDesc ORDER = ClassDesc.of("seawall.engine.Order");

    static Stream<PlantedEngineFault> faults() {
        return Stream.of(
                fault(
                        "of auction prices that trade as much the one that leaves most over is taken",
                        AUDIT_SEES,
                        condition("Auction", "priceTicks", Opcode.IFGE, 2, Opcode.IFLE)),
                fault(
                        "the auction price is the farthest from the reference price",
                        AUDIT_SEES,
                        condition("Auction", "priceTicks", Opcode.IFGT, 2, Opcode.IFLT)),
                fault(
                        "of two auction prices as near the higher is taken",
                        AUDIT_SEES,
                        condition("Auction", "priceTicks", Opcode.IFGT, 2, Opcode.IFGE)),
                fault(
                        "the auction price does not look at the reference price",
                        AUDIT_SEES,
                        new Mutation(
                                "Auction",
                                "priceTicks",
                                read("referencePriceTicks"),
                                1,
                                code -> code.pop().lconst_0())),
                fault(
                        "of auction prices the lowest that trades less is taken",
                        AUDIT_SEES,
                        condition("Auction", "priceTicks", Opcode.IFLE, 2, Opcode.IFEQ)),
                fault(
                        "the auction price counts asks above it",
                        AUDIT_SEES,
                        new Mutation("Auction", "priceTicks", opcode(Opcode.LSUB), 4, CodeBuilder::pop2)),
                fault(
                        "the older order of a pair is the taker",
                        AUDIT_SEES,
                        new Mutation(
                                "Auction",
                                "meet",
                                comparisonOf("orderId"),
                                1,
                                code -> code.lcmp().ineg())),
                fault(
                        "a follow-up lets a pair too many meet",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Auction",
                                "<init>",
                                opcode(Opcode.IDIV),
                                1,
                                code -> code.idiv().iconst_1().iadd())),
                fault(
                        "a pair trades at the price of its maker",
                        AUDIT_SEES,
                        new Mutation(
                                "Auction",
                                "meet",
                                opcode(Opcode.LLOAD_3),
                                0,
                                code -> code.aload(2).getfield(ORDER, "priceTicks", ConstantDescs.CD_long))),
                fault(
                        "the youngest order of the best bids meets first",
                        AUDIT_SEES,
                        new Mutation(
                                "Auction",
                                "meet",
                                read("first"),
                                1,
                                code -> code.getfield(ClassDesc.of("seawall.engine.Level"), "last", ORDER))),
                fault(
                        "an account trades with itself in an auction",
                        AUDIT_SEES,
                        new Mutation(
                                "Auction",
                                "meet",
                                read("account"),
                                2,
                                code -> code.pop().aconst_null())),
                fault(
                        "the older order of an account that meets itself always goes",
                        AUDIT_CANNOT_SEE,
                        constant("Auction", "meet", "SelfTradePrevention", "CANCEL_TAKER", "CANCEL_BOTH")),
                fault(
                        "the taker of a pair keeps its whole hold",
                        AUDIT_SEES,
                        withoutCall("Auction", "meet", "holdRemainder", 2, TypeKind.REFERENCE, TypeKind.REFERENCE)),
                fault(
                        "a book that is still crossed is not uncrossed again",
                        AUDIT_SEES,
                        new Mutation("Auction", "meet", call("isCrossed"), 1, ANSWER_NO)),
                fault(
                        "a bid at the auction price does not meet",
                        AUDIT_CANNOT_SEE,
                        condition("Auction", "meet", Opcode.IFLT, 1, Opcode.IFLE)),
                fault(
                        "an instrument that uncrosses takes orders",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Instrument", "mayAdmit", call("isUncrossing"), 1, ANSWER_NO)),
                fault(
                        "orders of an auction meet at once",
                        AUDIT_SEES,
                        constant("Matcher", "proceed", "Phase", "AUCTION", "HALTED")),
                fault(
                        "an auction takes orders of every type",
                        AUDIT_SEES,
                        condition("Instrument", "mayAdmit", Opcode.IF_ACMPNE, 2, Opcode.IF_ACMPEQ)),
                fault(
                        "orders are amended in an auction",
                        AUDIT_SEES,
                        constant("Phase", "admitsAmendments", "Phase", "POST_ONLY", "AUCTION")),
                fault(
                        "a crossed book opens without an auction",
                        AUDIT_SEES,
                        new Mutation("Phases", "begin", call("isCrossed"), 1, ANSWER_NO)),
                fault(
                        "an uncrossing goes to the phase that was asked for first",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Phases",
                                "begin",
                                write("uncrossesTo"),
                                1,
                                code -> code.pop().pop())),
                fault(
                        "a command that repeats the phase starts the uncrossing again",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Phases", "begin", call("isUncrossing"), 1, ANSWER_NO)),
                fault(
                        "a phase begins without a word",
                        AUDIT_SEES,
                        withoutCall(
                                "Phases",
                                "enter",
                                "phaseChanged",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.INT,
                                TypeKind.REFERENCE)),
                fault(
                        "a phase is reported that was the phase before",
                        AUDIT_SEES,
                        new Mutation("Phases", "enter", opcode(Opcode.IFEQ), 1, CodeBuilder::pop)),
                fault(
                        "an uncrossing never ends",
                        AUDIT_SEES,
                        new Mutation(
                                "Phases",
                                "enter",
                                write("uncrossesTo"),
                                1,
                                code -> code.pop().pop())),
                fault(
                        "POST_ONLY is left out of a timetable",
                        AUDIT_SEES,
                        new Mutation("Reopenings", "schedule", opcode(Opcode.IFNE), 4, CodeBuilder::pop)),
                fault(
                        "the POST_ONLY of a timetable is TRADING",
                        AUDIT_SEES,
                        constant("Timetable", "takeNext", "Phase", "POST_ONLY", "TRADING")),
                fault(
                        "timetables act in order of instrument rather than time",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Timetable",
                                "earlier",
                                opcode(Opcode.LCMP),
                                2,
                                code -> code.pop2().pop2().iconst_1())),
                fault(
                        "of two timetables at one time the later instrument acts first",
                        AUDIT_CANNOT_SEE,
                        condition("Timetable", "earlier", Opcode.IFGE, 1, Opcode.IFGT)),
                fault(
                        "a timetable goes on after a command set the phase",
                        AUDIT_SEES,
                        withoutCall("Engine", "setPhase", "end", 1, TypeKind.REFERENCE, TypeKind.REFERENCE)),
                fault(
                        "trading at once leaves the timetable before as it was",
                        AUDIT_SEES,
                        withoutCall("Reopenings", "schedule", "clear", 1, TypeKind.REFERENCE)),
                fault(
                        "the auction of a timetable begins with the command",
                        AUDIT_SEES,
                        new Mutation("Reopenings", "schedule", opcode(Opcode.LADD), 1, CodeBuilder::pop2)),
                fault(
                        "a timer comes before a phase of the same time",
                        AUDIT_CANNOT_SEE,
                        condition("Engine", "onTimer", Opcode.IFGT, 2, Opcode.IFGE)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_judges_object_to_an_engine_in_which(PlantedEngineFault fault) {
        fault.assertFound(SEED);
    }
}
