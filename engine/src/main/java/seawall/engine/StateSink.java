package seawall.engine;

/// Takes the records of a whole state: numbers, and bytes that the engine does not understand. A later version may add
/// numbers at the end of a record and new kinds of records.
@FunctionalInterface
public interface StateSink {
    /// Most numbers in a record.
    int FIELDS_MAX = 32;

    /// One record; the arrays are only valid during the call.
    ///
    /// @param kind   what the record is, 1 to 255
    /// @param fields the first `fieldCount` are its numbers
    /// @return true when the record is the last
    boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes);
}
