package seawall.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import seawall.drill.client.Json;

/// Writes a report as `report.json` for programs and `report.html` for people. The page needs nothing but itself.
public final class ReportWriter {
    private static final int BARS = 24;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 180;
    private static final int AXIS = 20;

    private final Report report;

    private ReportWriter(Report report) {
        this.report = report;
    }

    /// Writes both files, replacing those of an earlier run.
    ///
    /// @param directory made if it does not exist
    public static void write(Report report, Path directory) throws IOException {
        var writer = new ReportWriter(report);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.json"), writer.json());
        Files.writeString(directory.resolve("report.html"), writer.html());
    }

    private String json() {
        String gates = report.gates().stream()
                .map(gate -> "{\"name\":" + Json.quoted(gate.name()) + ",\"goal\":" + Json.quoted(gate.goal())
                        + ",\"measured\":" + number(gate.measured()) + ",\"unit\":" + Json.quoted(gate.unit())
                        + ",\"passed\":" + gate.passed() + "}")
                .collect(Collectors.joining(",\n  "));
        String timeline = report.timeline().stream()
                .map(event -> "{\"at\":" + Json.quoted(event.at().toString()) + ",\"what\":" + Json.quoted(event.what())
                        + "}")
                .collect(Collectors.joining(",\n  "));
        String conditions = report.conditions().entrySet().stream()
                .map(each -> Json.quoted(each.getKey()) + ":" + Json.quoted(each.getValue()))
                .collect(Collectors.joining(","));
        return "{\"scenario\":" + Json.quoted(report.scenario()) + ",\"passed\":" + report.passed()
                + ",\n\"gates\":[\n  " + gates + "],\n\"timeline\":[\n  " + timeline + "],\n\"conditions\":{"
                + conditions + "}}\n";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }

    private String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Seawall drill: %s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
                table { border-collapse: collapse; width: 100%%; }
                th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8886; vertical-align: top; }
                td.number { text-align: right; font-variant-numeric: tabular-nums; }
                .passed { color: #188038; } .failed { color: #d93025; font-weight: bold; }
                svg { width: 100%%; height: auto; } svg rect { fill: #4a7dd6; } svg text { font-size: 11px; fill: currentColor; }
                </style></head><body>
                """.formatted(escaped(report.scenario()))
                + "<h1>Drill: " + escaped(report.scenario()) + " <span class=\"" + word(report.passed()) + "\">"
                + word(report.passed()) + "</span></h1>\n"
                + "<h2>Gates</h2>\n" + gates()
                + "<h2>How long clients went without an answer</h2>\n" + histogram()
                + list("Findings of the judge", report.findings(), "none")
                + list("Slowest answers", report.slowest(), "none")
                + "<h2>Timeline</h2>\n" + timeline()
                + "<h2>Conditions</h2>\n" + conditions()
                + "</body></html>\n";
    }

    private static String word(boolean passed) {
        return passed ? "passed" : "failed";
    }

    private String gates() {
        return "<table><tr><th>Gate</th><th>Goal</th><th>Measured</th><th></th></tr>\n"
                + report.gates().stream()
                        .map(gate -> "<tr><td>" + escaped(gate.name()) + "</td><td>" + escaped(gate.goal())
                                + "</td><td class=\"number\">" + number(gate.measured()) + " " + escaped(gate.unit())
                                + "</td><td class=\"" + word(gate.passed()) + "\">" + word(gate.passed())
                                + "</td></tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n";
    }

    /// Bars of equal width from zero to the longest gap.
    private String histogram() {
        List<Double> gaps = report.gapsMillis();
        if (gaps.isEmpty()) {
            return "<p>No outage was made.</p>\n";
        }
        double longest = gaps.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        var counts = new int[BARS];
        for (double gap : gaps) {
            counts[(int) Math.min(BARS - 1, gap / longest * BARS)]++;
        }
        int highest = 1;
        for (int count : counts) {
            highest = Math.max(highest, count);
        }
        double width = (double) WIDTH / BARS;
        var svg = new StringBuilder("<svg viewBox=\"0 0 " + WIDTH + " " + (HEIGHT + AXIS)
                + "\" role=\"img\" aria-label=\"Histogram of " + gaps.size() + " gaps, the longest "
                + Math.round(longest) + " ms\">\n");
        for (int bar = 0; bar < BARS; bar++) {
            double height = (double) HEIGHT * counts[bar] / highest;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%d gaps of %.0f to %.0f ms</title>"
                            + "</rect>%n",
                    bar * width + 1,
                    HEIGHT - height,
                    width - 2,
                    height,
                    counts[bar],
                    longest * bar / BARS,
                    longest * (bar + 1) / BARS));
        }
        svg.append("<text x=\"0\" y=\"" + (HEIGHT + AXIS - 5) + "\">0</text><text x=\"" + WIDTH + "\" y=\""
                + (HEIGHT + AXIS - 5) + "\" text-anchor=\"end\">" + Math.round(longest) + " ms</text></svg>\n");
        return svg.toString();
    }

    private static String list(String title, List<String> lines, String none) {
        return "<h2>" + title + "</h2>\n"
                + (lines.isEmpty()
                        ? "<p>" + none + "</p>\n"
                        : lines.stream()
                                .map(line -> "<li>" + escaped(line) + "</li>\n")
                                .collect(Collectors.joining("", "<ol>\n", "</ol>\n")));
    }

    private String timeline() {
        return report.timeline().stream()
                .map(event -> "<tr><td>" + event.at() + "</td><td>" + escaped(event.what()) + "</td></tr>\n")
                .collect(Collectors.joining("", "<table>\n", "</table>\n"));
    }

    private String conditions() {
        return report.conditions().entrySet().stream()
                .map((Map.Entry<String, String> each) ->
                        "<tr><th>" + escaped(each.getKey()) + "</th><td>" + escaped(each.getValue()) + "</td></tr>\n")
                .collect(Collectors.joining("", "<table>\n", "</table>\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
