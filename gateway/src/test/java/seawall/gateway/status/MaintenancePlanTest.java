package seawall.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seawall.gateway.okx.StatusRow;

class MaintenancePlanTest {
    private static final String UPGRADE = """
            {"maintenance": [{"title": "Upgrade", "begin": "2026-12-01T08:00:00Z", "end": "2026-12-01T08:30:00Z",
              "preOpenBegin": "2026-12-01T08:20:00Z", "href": "https://example.com/upgrade"}]}""";

    private static MaintenancePlan plan(String json) {
        return MaintenancePlan.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T00:00:00Z, scheduled",
        "2026-12-01T07:59:59Z, scheduled",
        "2026-12-01T08:00:00Z, ongoing",
        "2026-12-01T08:19:59Z, ongoing",
        "2026-12-01T08:20:00Z, pre_open",
        "2026-12-01T08:30:00Z, completed",
        "2026-12-31T08:29:59Z, completed"
    })
    void an_announcement_goes_through_its_states_by_the_clock(Instant now, String state) {
        assertThat(plan(UPGRADE).rows(now))
                .containsExactly(new StatusRow(
                        "Upgrade",
                        state,
                        1_796_112_000_000L,
                        1_796_113_800_000L,
                        "1796113200000",
                        "https://example.com/upgrade",
                        "5",
                        "",
                        "1"));
    }

    @Test
    void what_was_over_a_month_ago_is_shown_no_more() {
        assertThat(plan(UPGRADE).rows(Instant.parse("2026-12-31T08:30:00Z"))).isEmpty();
    }

    @Test
    void what_is_going_on_comes_last_and_what_is_over_first() {
        MaintenancePlan plan = plan("""
                {"maintenance": [
                  {"title": "now", "begin": "2026-12-01T08:00:00Z", "end": "2026-12-01T09:00:00Z"},
                  {"title": "later", "begin": "2026-12-02T08:00:00Z", "end": "2026-12-02T09:00:00Z"},
                  {"title": "called off", "begin": "2026-12-01T08:00:00Z", "end": "2026-12-01T09:00:00Z", "canceled": true},
                  {"title": "before", "begin": "2026-11-30T08:00:00Z", "end": "2026-11-30T09:00:00Z", "serviceType": "0"}]}""");
        assertThat(plan.rows(Instant.parse("2026-12-01T08:30:00Z")))
                .extracting(row -> row.title() + " " + row.state() + " " + row.serviceType())
                .containsExactly("before completed 0", "called off canceled 5", "later scheduled 5", "now ongoing 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"maintenance\": {}}",
                "{\"maintenance\": [], \"more\": 1}",
                "{\"maintenance\": [1]}",
                "{\"maintenance\": [{\"title\": \"\", \"begin\": \"2026-12-01T08:00:00Z\", \"end\": \"2026-12-01T09:00:00Z\"}]}",
                "{\"maintenance\": [{\"title\": \"t\", \"begin\": \"tomorrow\", \"end\": \"2026-12-01T09:00:00Z\"}]}",
                "{\"maintenance\": [{\"title\": \"t\", \"begin\": \"2026-12-01T09:00:00Z\", \"end\": \"2026-12-01T09:00:00Z\"}]}",
                "{\"maintenance\": [{\"title\": \"t\", \"begin\": \"2026-12-01T08:00:00Z\", \"end\": \"2026-12-01T09:00:00Z\", \"begins\": \"\"}]}",
                "{\"maintenance\": [{\"title\": \"t\", \"begin\": \"2026-12-01T08:00:00Z\", \"end\": \"2026-12-01T09:00:00Z\", \"serviceType\": \"4\"}]}",
                "{\"maintenance\": [{\"title\": \"t\", \"begin\": \"2026-12-01T08:00:00Z\", \"end\": \"2026-12-01T09:00:00Z\", \"preOpenBegin\": \"2026-12-01T09:00:00Z\"}]}"
            })
    void a_plan_that_says_something_else_is_refused(String json) {
        assertThatThrownBy(() -> plan(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
