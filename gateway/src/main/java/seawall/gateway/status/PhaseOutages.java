package seawall.gateway.status;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.view.EntryHeader;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.ViewListener;
import seawall.wire.codec.Phase;

/// What the phases of the instruments say on the status page: while any of them does not trade, one event that tells
/// which; when all trade again, that it is over. Times are those of the journal, so every gateway says the same, also
/// after a restart.
///
/// The view thread hears of phases; any thread asks.
public final class PhaseOutages implements ViewListener {
    private static final int ENDED_MAX = 20;

    private final TreeMap<Integer, InstrumentView> stopped = new TreeMap<>();
    private final Set<Integer> listed = new TreeSet<>();
    private final Deque<StatusRow> ended = new ArrayDeque<>();
    private boolean hasChanged;
    private long beganMillis;
    private volatile List<StatusRow> rows = List.of();

    /// The events, the ongoing one last.
    public List<StatusRow> rows() {
        return rows;
    }

    @Override
    public void onInstrument(InstrumentView instrument) {
        listed.add(instrument.instrumentId());
        change(instrument, instrument.phase());
    }

    @Override
    public void onPhase(InstrumentView instrument, Phase phase) {
        change(instrument, phase);
    }

    private void change(InstrumentView instrument, Phase phase) {
        hasChanged = true;
        if (phase == Phase.TRADING) {
            stopped.remove(instrument.instrumentId());
        } else {
            stopped.put(instrument.instrumentId(), instrument);
        }
    }

    @Override
    public void onEntry(EntryHeader header) {
        if (!hasChanged) {
            return;
        }
        hasChanged = false;
        long nowMillis = header.timeNanos() / 1_000_000;
        boolean wasStopped = rows.size() > ended.size();
        if (stopped.isEmpty() && wasStopped) {
            StatusRow last = rows.getLast();
            ended.addLast(row(last.title(), "completed", nowMillis, last.serviceType()));
            if (ended.size() > ENDED_MAX) {
                ended.removeFirst();
            }
        }
        if (!wasStopped) {
            beganMillis = nowMillis;
        }
        List<StatusRow> now = new ArrayList<>(ended);
        if (!stopped.isEmpty()) {
            boolean isEverything = stopped.size() == listed.size();
            // Nobody knows when it will end.
            now.add(row(
                    "Trading is suspended on " + (isEverything ? "all instruments" : names()),
                    "ongoing",
                    0,
                    isEverything ? "5" : "99"));
        }
        rows = List.copyOf(now);
    }

    private String names() {
        return String.join(
                ", ", stopped.values().stream().map(InstrumentView::name).toList());
    }

    private StatusRow row(String title, String state, long endMillis, String serviceType) {
        return new StatusRow(title, state, beganMillis, endMillis, "", "", serviceType, "", "2");
    }
}
