package seawall.simulation.recorded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// The recordings that the engine is compared with, each in a file of its own in one folder.
public enum RecordedFlow {
    /// A day of a stock index future, market by order.
    CME("cme-ESH4-mbo-2023-12-25.csv.gz") {
        @Override
        public Findings compare(Path folder, LongConsumer progress) throws IOException {
            try (RecordingLines lines = RecordingLines.ofGzip(folder.resolve(fileName()))) {
                return CmeComparison.of(lines, progress);
            }
        }
    },
    /// Five hours of bitcoin for dollars: every order, every trade, and the best levels every few seconds.
    BITSTAMP("bitstamp-BTCUSD-raw-2015-05-01.log.gz") {
        @Override
        public Findings compare(Path folder, LongConsumer progress) throws IOException {
            BitstampOpening opening;
            try (RecordingLines lines = RecordingLines.ofGzip(folder.resolve(fileName()))) {
                opening = BitstampOpening.of(new BitstampLog(lines));
            }
            try (RecordingLines lines = RecordingLines.ofGzip(folder.resolve(fileName()))) {
                return BitstampComparison.of(opening, lines, progress);
            }
        }
    },
    /// The order events of the same hours as a table, which is compared with the log and not with the engine.
    BITSTAMP_ORDERS("bitstamp-BTCUSD-orders-2015-05-01.csv.gz") {
        @Override
        public Findings compare(Path folder, LongConsumer progress) throws IOException {
            try (RecordingLines table = RecordingLines.ofGzip(folder.resolve(fileName()));
                    RecordingLines log = RecordingLines.ofGzip(folder.resolve(BITSTAMP.fileName()))) {
                return BitstampTable.compare(table, new BitstampLog(log), progress);
            }
        }
    };

    private final String fileName;

    RecordedFlow(String fileName) {
        this.fileName = fileName;
    }

    /// Name of its file in the folder.
    public String fileName() {
        return fileName;
    }

    /// Compares the engine with the recording.
    ///
    /// @param progress is told the number of lines read, every now and then
    public abstract Findings compare(Path folder, LongConsumer progress) throws IOException;
}
