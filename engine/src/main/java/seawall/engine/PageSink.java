package seawall.engine;

/// Takes pages of a written state. Page after page, each replaces what was written of that page before; pages in order
/// of their numbers are the whole state.
public interface PageSink extends StateSink {
    /// The records that follow are those of this page, until the next call. A page may have none.
    void onPage(int page);
}
