package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Holds what we say against what the real service was recorded saying: every key that it has, we have, with the same
/// JSON type; and a key that we have and the recording has not is one that the API's description names, since the
/// service
/// has learnt some since.
public final class RecordedShapes {
    /// The description names these two only as "ratio fields".
    private static final Set<String> RATIOS = Set.of("tpTriggerRatio", "slTriggerRatio");

    private RecordedShapes() {}

    /// Compares elements of ours with the `data` of a fixture, or with the fixture itself when it is one element.
    ///
    /// @param retired keys that the service has had and has no more
    static void matches(String fixture, List<Object> rendered, String... retired) {
        matches(fixture, JsonTree.parse(SharedData.text("fixtures/" + fixture + ".json")), rendered, retired);
    }

    /// Compares each element of ours with each of a recorded message.
    static void matches(String name, Object recorded, List<Object> rendered, String... retired) {
        Object data = recorded instanceof Map && JsonTree.object(recorded).containsKey("data")
                ? JsonTree.object(recorded).get("data")
                : List.of(recorded);
        var differences = new ArrayList<String>();
        assertThat(rendered).as(name).isNotEmpty();
        assertThat(JsonTree.list(data)).as(name).isNotEmpty();
        for (Object element : rendered) {
            JsonTree.list(data).forEach(theirs -> compare("", theirs, element, differences));
        }
        for (String key : retired) {
            assertThat(differences.remove("." + key + ": missing")).as(key).isTrue();
        }
        assertThat(differences).as(name).isEmpty();
    }

    /// Compares a whole message of ours with the one of a fixture.
    public static void matchesMessage(String fixture, String ours) {
        var differences = new ArrayList<String>();
        compare(
                "",
                JsonTree.parse(SharedData.text("fixtures/" + fixture + ".json")),
                JsonTree.parse(ours),
                differences);
        assertThat(differences).as(fixture + " beside " + ours).isEmpty();
    }

    private static boolean isDescribed(String key) {
        return SharedData.describedWords().contains(key) || RATIOS.contains(key);
    }

    private static void compare(String path, Object recorded, Object rendered, List<String> differences) {
        if (!recorded.getClass().equals(rendered.getClass())) {
            differences.add(path + ": expected " + recorded.getClass().getSimpleName() + ", found "
                    + rendered.getClass().getSimpleName());
        } else if (recorded instanceof Map) {
            Map<String, Object> ours = JsonTree.object(rendered);
            JsonTree.object(recorded).forEach((key, value) -> {
                if (!ours.containsKey(key)) {
                    differences.add(path + "." + key + ": missing");
                } else {
                    compare(path + "." + key, value, ours.get(key), differences);
                }
            });
            ours.keySet().stream()
                    .filter(key -> !JsonTree.object(recorded).containsKey(key) && !isDescribed(key))
                    .forEach(key -> differences.add(path + "." + key + ": in no recording and no description"));
        } else if (recorded instanceof List) {
            List<Object> theirs = JsonTree.list(recorded);
            List<Object> ours = JsonTree.list(rendered);
            boolean isTuple = !theirs.isEmpty() && theirs.getFirst() instanceof String;
            if (isTuple && theirs.size() != ours.size()) {
                differences.add(path + ": expected " + theirs.size() + " elements, found " + ours.size());
            }
            if (!ours.isEmpty()) {
                theirs.forEach(each -> compare(path + "[]", each, ours.getFirst(), differences));
            }
        }
    }
}
