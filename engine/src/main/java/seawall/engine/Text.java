package seawall.engine;

/// Packed text of up to 40 characters as a key of the maps that are off the hot path.
record Text(long part0, long part1, long part2, long part3, long part4) {
    static Text of(long part0, long part1) {
        return new Text(part0, part1, 0, 0, 0);
    }

    static Text of(long part0, long part1, long part2, long part3) {
        return new Text(part0, part1, part2, part3, 0);
    }

    boolean isEmpty() {
        return part0 == 0;
    }

    long mix(long mix) {
        return Mix.add(Mix.of(mix, part0, part1, part2), Mix.add(part3, part4));
    }
}
