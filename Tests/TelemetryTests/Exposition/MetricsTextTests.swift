import Testing

@testable import Telemetry

struct MetricsTextTests {
    private static let things = MetricFamily.counter("kanmon_things_total", by: ["result", "kind"], "Things \"done\".")
    private static let spent = MetricFamily.counter("kanmon_spent_usd_total", unit: .usd, "Money.")
    private static let level = MetricFamily.gauge("kanmon_level", by: ["l"], "How high it is.")
    private static let times = MetricFamily.histogram(
        "kanmon_times_seconds",
        by: ["l"],
        HistogramBuckets([10], from: 1_000_000, through: 1_000_000_000),
        "How long it took."
    )

    private static var page: MetricPage {
        var page = MetricPage()
        page.add(things, .integer(3), "success", "a")
        page.add(spent, .usd(attos: 1_500_000_000_000_000_001))
        // Samples of a family stand together, whenever they came.
        page.add(things, .integer(0), "failure", "")
        page.add(level, .integer(-7), "")
        return page
    }

    @Test func writesTheTextFormat() {
        let text = String(decoding: MetricsText.bytes(Self.page, as: .text), as: UTF8.self)
        #expect(
            text == """
                # HELP kanmon_things_total Things "done".
                # TYPE kanmon_things_total counter
                kanmon_things_total{result="success",kind="a"} 3
                kanmon_things_total{result="failure"} 0
                # HELP kanmon_spent_usd_total Money.
                # TYPE kanmon_spent_usd_total counter
                kanmon_spent_usd_total 1.500000000000000001
                # HELP kanmon_level How high it is.
                # TYPE kanmon_level gauge
                kanmon_level -7

                """
        )
    }

    @Test func writesOpenMetrics() {
        let text = String(decoding: MetricsText.bytes(Self.page, as: .openMetrics), as: UTF8.self)
        #expect(
            text == """
                # HELP kanmon_things Things \\"done\\".
                # TYPE kanmon_things counter
                kanmon_things_total{result="success",kind="a"} 3
                kanmon_things_total{result="failure"} 0
                # HELP kanmon_spent_usd Money.
                # TYPE kanmon_spent_usd counter
                # UNIT kanmon_spent_usd usd
                kanmon_spent_usd_total 1.500000000000000001
                # HELP kanmon_level How high it is.
                # TYPE kanmon_level gauge
                kanmon_level -7
                # EOF

                """
        )
    }

    @Test(arguments: ExpositionFormat.allCases) func addsUpTheRangesOfHistograms(format: ExpositionFormat) throws {
        let buckets = try #require(Self.times.buckets)
        var slots = [UInt64](repeating: 0, count: buckets.slots + 3)
        for time: UInt64 in [1, 1_000_000, 1_000_001, 5_000_000_000] { buckets.observe(time, in: &slots, at: 3) }
        let trace = Exemplar(trace: (high: 0xAB, low: 1), value: 1_000_001, time: 1_700_000_000_123_000_000)
        var page = MetricPage()
        page.add(Self.times, .histogram(HistogramReading(buckets, in: slots, at: 3, exemplars: [1: trace])), "x")
        let text = String(decoding: MetricsText.bytes(page, as: format), as: UTF8.self)
        let exemplar =
            format == .text
            ? "" : " # {trace_id=\"00000000000000ab0000000000000001\"} 0.001000001 1700000000.123"
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        #expect(
            lines == [
                "kanmon_times_seconds_bucket{l=\"x\",le=\"0.001\"} 2",
                "kanmon_times_seconds_bucket{l=\"x\",le=\"0.01\"} 3" + exemplar,
                "kanmon_times_seconds_bucket{l=\"x\",le=\"0.1\"} 3",
                "kanmon_times_seconds_bucket{l=\"x\",le=\"1.0\"} 3",
                "kanmon_times_seconds_bucket{l=\"x\",le=\"+Inf\"} 4",
                "kanmon_times_seconds_sum{l=\"x\"} 5.002000002",
                "kanmon_times_seconds_count{l=\"x\"} 4",
            ]
        )
    }

    @Test func escapesWhatWouldEndALabel() {
        var page = MetricPage()
        page.add(Self.level, .integer(1), "a\"} 1\nm \\")
        let text = String(decoding: MetricsText.bytes(page, as: .text), as: UTF8.self)
        #expect(text.hasSuffix("\nkanmon_level{l=\"a\\\"} 1\\nm \\\\\"} 1\n"))
    }

    @Test(
        arguments: [
            (0, 9, "0"), (1, 9, "0.000000001"), (1_500_000_000, 9, "1.5"), (-20, 1, "-2"), (-5, 1, "-0.5"),
            (Int128.max, 18, "170141183460469231731.687303715884105727"),
            (Int128.min, 18, "-170141183460469231731.687303715884105728"),
        ] as [(Int128, Int, String)]
    ) func decimalsAreExact(units: Int128, decimals: Int, text: String) {
        #expect(DecimalDigits.text(units, decimals: decimals) == text)
    }

    @Test(
        arguments: [
            (nil, .text), ("", .text), ("*/*", .text), ("text/plain", .text), ("nonsense;;q=,", .text),
            ("application/openmetrics-text", .openMetrics),
            ("Application/OpenMetrics-Text; version=1.0.0", .openMetrics),
            ("application/openmetrics-text; version=2.0.0, text/plain", .text),
            ("application/openmetrics-text;version=1.0.0;q=0", .text),
            ("application/openmetrics-text;q=0.4, text/plain;q=0.5", .text),
            // What Prometheus sends.
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics
            ),
            ("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.5", .text),
        ] as [(String?, ExpositionFormat)]
    ) func writesWhatTheClientPrefers(accept: String?, format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }
}
