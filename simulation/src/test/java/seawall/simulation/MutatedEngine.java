package seawall.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import seawall.cluster.EntryPartSink;
import seawall.cluster.Replica;
import seawall.engine.Limits;

/// A replica whose engine has one instruction changed: what a slip of the programmer's hand would have made of it. The
/// classes of engine and cluster are loaded once more, with the change, beside the right ones; assertions are off, so
/// that the judges must find the fault and the engine does not stop by itself.
final class MutatedEngine extends ClassLoader {
    /// What both loaders must share, since the judges hold it.
    private static final Set<String> SHARED =
            Set.of("seawall.cluster.Replica", "seawall.cluster.StateImage", "seawall.cluster.EntryPartSink");

    /// One change: at the given occurrence of an instruction in a method, other code.
    ///
    /// @param occurrence counts from 1; 0 is each of them
    record Mutation(String type, String method, Predicate<Place> place, int occurrence, Replacement replacement) {
        Mutation(
                String type, String method, Predicate<Place> place, int occurrence, Consumer<CodeBuilder> replacement) {
            this(type, method, place, occurrence, (code, replaced) -> replacement.accept(code));
        }
    }

    /// Writes other code in the place of an instruction.
    interface Replacement {
        void write(CodeBuilder code, CodeElement replaced);
    }

    /// An instruction and the one before it.
    record Place(CodeElement element, CodeElement before) {}

    private final List<Mutation> mutations;
    private int changes;

    MutatedEngine(List<Mutation> mutations) {
        super(MutatedEngine.class.getClassLoader());
        this.mutations = mutations;
        setDefaultAssertionStatus(false);
    }

    /// How many instructions were changed.
    int changes() {
        return changes;
    }

    Replica replica(Limits limits, EntryPartSink parts) {
        try {
            Constructor<?> limitsConstructor = loadClass(Limits.class.getName()).getConstructors()[0];
            Object[] values = new Object[limitsConstructor.getParameterCount()];
            for (int index = 0; index < values.length; index++) {
                values[index] =
                        Limits.class.getRecordComponents()[index].getAccessor().invoke(limits);
            }
            return (Replica) loadClass("seawall.cluster.EngineReplica")
                    .getConstructor(limitsConstructor.getDeclaringClass(), EntryPartSink.class)
                    .newInstance(limitsConstructor.newInstance(values), parts);
        } catch (ReflectiveOperationException unloadable) {
            Throwable cause = unloadable instanceof InvocationTargetException ? unloadable.getCause() : unloadable;
            throw new IllegalStateException("expected to load the changed engine", cause);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean mine = name.startsWith("seawall.engine.") || name.startsWith("seawall.cluster.");
        if (!mine || SHARED.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = changed(name, bytes(name));
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private static byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream file = MutatedEngine.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte[] changed(String name, byte[] bytes) {
        byte[] changed = bytes;
        for (Mutation mutation : mutations) {
            if (name.equals("seawall.engine." + mutation.type())) {
                // Names of variables would point into code that is no longer there.
                ClassFile classFile = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
                ClassModel model = classFile.parse(changed);
                changed = classFile.transformClass(
                        model,
                        ClassTransform.transformingMethodBodies(
                                method -> method.methodName().equalsString(mutation.method()),
                                CodeTransform.ofStateful(() -> change(mutation))));
            }
        }
        return changed;
    }

    private CodeTransform change(Mutation mutation) {
        return new CodeTransform() {
            private CodeElement before = NOTHING;
            private int found;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                boolean here = mutation.place().test(new Place(element, before));
                if (element instanceof Instruction) {
                    before = element;
                }
                if (here && (++found == mutation.occurrence() || mutation.occurrence() == 0)) {
                    changes++;
                    mutation.replacement().write(code, element);
                } else {
                    code.with(element);
                }
            }
        };
    }

    /// Stands before the first instruction.
    private static final CodeElement NOTHING = NopInstruction.of();

    /// An instruction by its opcode.
    static Predicate<Place> opcode(Opcode opcode) {
        return place -> place.element() instanceof Instruction instruction && instruction.opcode() == opcode;
    }

    /// A comparison of the field that was read just before.
    static Predicate<Place> comparisonOf(String fieldName) {
        return opcode(Opcode.LCMP)
                .and(place -> place.before() instanceof FieldInstruction field
                        && field.name().equalsString(fieldName));
    }

    /// A read of a field or of a constant of an enum.
    static Predicate<Place> read(String fieldName) {
        return place -> place.element() instanceof FieldInstruction field
                && field.name().equalsString(fieldName)
                && (field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC);
    }

    /// A write of a field.
    static Predicate<Place> write(String fieldName) {
        return place -> place.element() instanceof FieldInstruction field
                && field.name().equalsString(fieldName)
                && field.opcode() == Opcode.PUTFIELD;
    }

    static Predicate<Place> call(String methodName) {
        return place ->
                place.element() instanceof InvokeInstruction call && call.name().equalsString(methodName);
    }

    /// Leaves out a call without a result: only what it was given must go.
    static Mutation withoutCall(String type, String method, String called, int occurrence, TypeKind... given) {
        return new Mutation(type, method, call(called), occurrence, code -> {
            for (int index = given.length - 1; index >= 0; index--) {
                if (given[index].slotSize() == 2) {
                    code.pop2();
                } else {
                    code.pop();
                }
            }
        });
    }

    /// Goes on elsewhere on another condition than the one meant.
    static Mutation condition(String type, String method, Opcode meant, int occurrence, Opcode written) {
        return new Mutation(
                type,
                method,
                opcode(meant),
                occurrence,
                (code, replaced) -> code.branch(written, ((BranchInstruction) replaced).target()));
    }

    /// Reads one constant of an enum where another one was meant.
    static Mutation constant(String type, String method, String enumType, String meant, String read) {
        ClassDesc owner = ClassDesc.of("seawall.engine", enumType);
        Predicate<Place> place = read(meant)
                .and(found -> found.element() instanceof FieldInstruction field
                        && field.owner().name().equalsString("seawall/engine/" + enumType));
        return new Mutation(type, method, place, 0, code -> code.getstatic(owner, read, owner));
    }
}
