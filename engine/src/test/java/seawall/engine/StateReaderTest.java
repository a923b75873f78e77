package seawall.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Records that no engine has written.
@Timeout(60)
final class StateReaderTest {
    private static final byte[] NO_BYTES = {};

    private final StateSink reader = new Engine(Limits.tiny(), new Transcript()).stateReader();

    @BeforeEach
    void beginStateWithAnAccount() {
        take(StateRecord.BEGIN, StateRecord.VERSION, Limits.tiny().hash());
        take(StateRecord.ACCOUNT, 1);
    }

    @Test
    void client_ids_have_no_gaps() {
        take(StateRecord.CLIENT_ID, 1000, 5, 1);
        take(StateRecord.CLIENT_ID, 1000, 6, 1);
        assertThatThrownBy(() -> take(StateRecord.CLIENT_ID, 1000, Long.MAX_VALUE - 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected number of a clientId 7, found 9223372036854775806");
    }

    @Test
    void what_a_record_refers_to_was_written_before_it() {
        assertThatThrownBy(() -> take(StateRecord.BALANCE, 1001, 1, 1, 1))
                .hasMessage("expected something that was written before, found id 1001");
        assertThatThrownBy(() -> take(StateRecord.SUB_ACCOUNT, 1, 0, 0, 0, 0, 0, 0, 1001))
                .hasMessage("expected something that was written before, found id 1001");
        assertThatThrownBy(() -> take(StateRecord.ORDER, 1, 1000, 1))
                .hasMessage("expected something that was written before, found id 1");
    }

    @Test
    void a_state_begins_once() {
        assertThatThrownBy(() -> take(
                        StateRecord.BEGIN, StateRecord.VERSION, Limits.tiny().hash()))
                .hasMessage("expected one state from its beginning to its end, found record 1");
    }

    private void take(int kind, long... fields) {
        reader.onRecord(kind, Arrays.copyOf(fields, StateSink.FIELDS_MAX), fields.length, NO_BYTES);
    }
}
