package seawall.simulation;

import static seawall.simulation.MutatedEngine.call;
import static seawall.simulation.MutatedEngine.comparisonOf;
import static seawall.simulation.MutatedEngine.constant;
import static seawall.simulation.MutatedEngine.opcode;
import static seawall.simulation.MutatedEngine.read;
import static seawall.simulation.MutatedEngine.withoutCall;
import static seawall.simulation.PlantedEngineFault.AUDIT_CANNOT_SEE;
import static seawall.simulation.PlantedEngineFault.AUDIT_SEES;
import static seawall.simulation.PlantedEngineFault.KEEP_THE_FIRST_LONG;
import static seawall.simulation.PlantedEngineFault.fault;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.simulation.MutatedEngine.Mutation;

/// Plants a fault in the engine's matching, ledger, holds and streams, one instruction at a time, and lets it trade.
final class PlantedEngineFaultTest {
    private static final long SEED = 7;
    private static final Consumer<CodeBuilder> SAY_EQUAL_OR_LESS =
            code -> code.pop2().pop2().iconst_m1();
    private static final Consumer<CodeBuilder> SAY_MORE =
            code -> code.pop2().pop2().iconst_1();

    private static final ClassDesc ORDER = ClassDesc.of("seawall.engine.Order");
    private static final ClassDesc CLOSE_REASON = ClassDesc.of("seawall.engine.CloseReason");
    private static final ClassDesc LEVEL = ClassDesc.of("seawall.engine.Level");
    private static final ClassDesc BALANCE = ClassDesc.of("seawall.engine.Balance");
    private static final ClassDesc LIMITS = ClassDesc.of("seawall.engine.Limits");
    private static final MethodTypeDesc RETURNS_INT = MethodTypeDesc.of(ConstantDescs.CD_int);
    private static final ClassDesc ACCOUNT = ClassDesc.of("seawall.engine.Account");

    static Stream<PlantedEngineFault> faults() {
        return Stream.of(
                fault(
                        "a hold is rounded down",
                        AUDIT_SEES,
                        new Mutation("Ledger", "holdAtoms", opcode(Opcode.ICONST_1), 1, CodeBuilder::iconst_0)),
                fault(
                        "a fee is rounded down",
                        AUDIT_SEES,
                        new Mutation("Ledger", "feeAtoms", opcode(Opcode.ICONST_1), 1, CodeBuilder::iconst_0)),
                fault(
                        "a rebate is rounded up",
                        AUDIT_SEES,
                        new Mutation("Ledger", "feeAtoms", opcode(Opcode.ICONST_0), 1, CodeBuilder::iconst_1)),
                fault(
                        "a rebate is more than the fee account has",
                        AUDIT_SEES,
                        new Mutation("Ledger", "feeAtoms", call("min"), 1, KEEP_THE_FIRST_LONG)),
                fault(
                        "the maker pays the taker's rate",
                        AUDIT_SEES,
                        new Mutation(
                                "Ledger",
                                "settle",
                                read("makerFeeMillionths"),
                                1,
                                code -> code.getfield(ACCOUNT, "takerFeeMillionths", ConstantDescs.CD_int))),
                fault(
                        "a fill is rounded up",
                        AUDIT_SEES,
                        new Mutation("Matcher", "fill", opcode(Opcode.ICONST_0), 1, CodeBuilder::iconst_1)),
                fault(
                        "the youngest order of a level comes first",
                        AUDIT_SEES,
                        new Mutation(
                                "Matcher", "match", read("first"), 1, code -> code.getfield(LEVEL, "last", ORDER))),
                fault(
                        "the worst price comes first",
                        AUDIT_SEES,
                        new Mutation(
                                "BookSide",
                                "best",
                                opcode(Opcode.ISUB),
                                1,
                                code -> code.pop2().iconst_0())),
                fault(
                        "a fill leaves the level's total as it was",
                        AUDIT_SEES,
                        new Mutation("Matcher", "fillResting", opcode(Opcode.LSUB), 1, KEEP_THE_FIRST_LONG)),
                fault(
                        "an order that leaves is still in the level's total",
                        AUDIT_SEES,
                        new Mutation("Level", "remove", opcode(Opcode.LSUB), 1, KEEP_THE_FIRST_LONG)),
                fault(
                        "a level that an order left is not reported",
                        AUDIT_SEES,
                        withoutCall("Matcher", "leaveBook", "touch", 1, TypeKind.REFERENCE, TypeKind.REFERENCE)),
                fault(
                        "a balance whose hold changed is not reported",
                        AUDIT_SEES,
                        withoutCall("Ledger", "hold", "touch", 1, TypeKind.REFERENCE, TypeKind.REFERENCE)),
                fault(
                        "a canceled order keeps its hold",
                        AUDIT_SEES,
                        withoutCall(
                                "Matcher",
                                "closeResting",
                                "hold",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "a partly filled order keeps its whole hold",
                        AUDIT_SEES,
                        withoutCall(
                                "Matcher",
                                "holdRemainder",
                                "hold",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG)),
                fault(
                        "two modes of self-trade prevention are swapped",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Matcher", "match", read("CANCEL_TAKER"), 1, stp("CANCEL_BOTH")),
                        new Mutation("Matcher", "match", read("CANCEL_BOTH"), 2, stp("CANCEL_TAKER"))),
                fault(
                        "an account trades with itself",
                        AUDIT_SEES,
                        new Mutation(
                                "Matcher",
                                "match",
                                read("account"),
                                2,
                                code -> code.pop().aconst_null())),
                fault(
                        "a fill-or-kill order is filled in part",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Matcher",
                                "canFillCompletely",
                                first(),
                                1,
                                code -> code.iconst_1().ireturn()),
                        new Mutation(
                                "Matcher",
                                "reasonOfRemainder",
                                opcode(Opcode.ATHROW),
                                0,
                                code -> code.pop()
                                        .getstatic(CLOSE_REASON, "FOK", CLOSE_REASON)
                                        .areturn())),
                fault(
                        "a post-only order takes",
                        AUDIT_SEES,
                        constant("Matcher", "reasonBeforeMatching", "OrderType", "POST_ONLY", "IOC")),
                fault(
                        "a taker meets one maker too many",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Matcher",
                                "match",
                                call("makersPerTakerMax"),
                                1,
                                code -> code.invokevirtual(LIMITS, "makersPerTakerMax", RETURNS_INT)
                                        .iconst_1()
                                        .iadd())),
                fault(
                        "an order that grows keeps its priority",
                        AUDIT_SEES,
                        new Mutation("Matcher", "amend", comparisonOf("quantity"), 1, SAY_EQUAL_OR_LESS)),
                fault(
                        "a repeated command is applied again",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Engine", "startCommand", comparisonOf("nextSequence"), 1, SAY_MORE)),
                fault(
                        "a command after a gap is applied",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Engine", "startCommand", comparisonOf("nextSequence"), 2, SAY_EQUAL_OR_LESS)),
                fault(
                        "a deadline is not kept",
                        AUDIT_CANNOT_SEE,
                        new Mutation("Engine", "startCommand", comparisonOf("timeNanos"), 1, SAY_MORE)),
                fault(
                        "a sequence number is skipped",
                        AUDIT_SEES,
                        new Mutation("Entry", "start", opcode(Opcode.LCONST_1), 1, code -> code.loadConstant(2L))),
                fault(
                        "time runs backwards",
                        AUDIT_SEES,
                        new Mutation(
                                "Entry",
                                "start",
                                call("max"),
                                1,
                                code -> code.dup2_x2().pop2().pop2())),
                fault(
                        "a trade number is used twice",
                        AUDIT_SEES,
                        new Mutation("Entry", "trade", opcode(Opcode.LCONST_1), 1, CodeBuilder::lconst_0)),
                fault(
                        "a deposit is applied as often as it is sent",
                        AUDIT_CANNOT_SEE,
                        withoutCall(
                                "Engine",
                                "deposit",
                                "remember",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG,
                                TypeKind.LONG,
                                TypeKind.LONG,
                                TypeKind.LONG)),
                fault(
                        "a transfer takes what is held",
                        AUDIT_SEES,
                        new Mutation(
                                "Engine",
                                "transfer",
                                call("availableAtoms"),
                                1,
                                code -> code.getfield(BALANCE, "atoms", ConstantDescs.CD_long))),
                fault(
                        "a transfer to another account takes what is held",
                        AUDIT_SEES,
                        new Mutation(
                                "Engine",
                                "transferBetweenAccounts",
                                call("availableAtoms"),
                                1,
                                code -> code.getfield(BALANCE, "atoms", ConstantDescs.CD_long))),
                fault(
                        "a main account is told that it received from a main account",
                        AUDIT_SEES,
                        constant(
                                "Ledger",
                                "transferBetweenAccounts",
                                "PostingReason",
                                "FROM_SUB_ACCOUNT",
                                "FROM_MAIN_ACCOUNT")),
                fault(
                        "a sub-account sends although it may not",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Engine",
                                "transferBetweenAccounts",
                                read("canTransferOut"),
                                1,
                                code -> code.pop().iconst_1())),
                fault(
                        "a sub-account sends what another one of its family has",
                        AUDIT_CANNOT_SEE,
                        new Mutation(
                                "Engine", "transferBetweenAccounts", opcode(Opcode.IF_ICMPNE), 1, CodeBuilder::pop2)),
                fault(
                        "a transfer to another account is applied as often as it is sent",
                        AUDIT_CANNOT_SEE,
                        withoutCall(
                                "Engine",
                                "transferBetweenAccounts",
                                "remember",
                                1,
                                TypeKind.REFERENCE,
                                TypeKind.REFERENCE,
                                TypeKind.LONG,
                                TypeKind.LONG,
                                TypeKind.LONG,
                                TypeKind.LONG)),
                fault(
                        "a sub-account has sub-accounts",
                        AUDIT_SEES,
                        new Mutation(
                                "Registry",
                                "createSubAccount",
                                read("parent"),
                                1,
                                code -> code.pop().aconst_null())),
                fault(
                        "a sub-account begins with a rate that its main account does not pay",
                        AUDIT_SEES,
                        new Mutation(
                                "Registry",
                                "createSubAccount",
                                read("makerFeeMillionths"),
                                1,
                                code -> code.pop().iconst_0())),
                fault(
                        "a halted instrument takes orders",
                        AUDIT_SEES,
                        new Mutation(
                                "Instrument",
                                "admits",
                                first(),
                                1,
                                code -> code.iconst_1().ireturn())),
                fault(
                        "a price limit that moved is not reported",
                        AUDIT_CANNOT_SEE,
                        withoutCall("Entry", "end", "priceLimitChanged", 1, TypeKind.REFERENCE, TypeKind.REFERENCE)));
    }

    private static Consumer<CodeBuilder> stp(String constant) {
        ClassDesc owner = ClassDesc.of("seawall.engine.SelfTradePrevention");
        return code -> code.getstatic(owner, constant, owner);
    }

    private static Predicate<MutatedEngine.Place> first() {
        return place -> place.element() instanceof Instruction;
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
