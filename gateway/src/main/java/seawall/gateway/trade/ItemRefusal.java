package seawall.gateway.trade;

/// Carries a problem from the field that has it to the item that earns it. It has no stack trace: refusing must cost
/// less than placing.
final class ItemRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ItemRefusal(Problem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    static ItemRefusal parameter(String name) {
        return new ItemRefusal(Problem.parameter(name));
    }

    static ItemRefusal of(String code, String message) {
        return new ItemRefusal(Problem.of(code, message));
    }

    Problem problem() {
        return problem;
    }
}
