import Telemetry
import Testing

struct MetricsTextTests {
    @Test func writesFamiliesAndSamples() {
        var text = MetricsText()
        text.family("kanmon_things_total", .counter, "Things that happened.")
        text.sample("kanmon_things_total", 3, [("result", "success"), ("kind", "a")])
        text.sample("kanmon_things_total", 0, [("result", "failure"), ("kind", "a")])
        text.family("kanmon_level", .gauge, "How high it is.")
        text.sample("kanmon_level", -7)
        #expect(
            String(decoding: text.bytes, as: UTF8.self) == """
                # HELP kanmon_things_total Things that happened.
                # TYPE kanmon_things_total counter
                kanmon_things_total{result="success",kind="a"} 3
                kanmon_things_total{result="failure",kind="a"} 0
                # HELP kanmon_level How high it is.
                # TYPE kanmon_level gauge
                kanmon_level -7

                """
        )
    }

    @Test func escapesWhatWouldEndALabel() {
        var text = MetricsText()
        text.sample("m", 1, [("l", "a\"} 1\nm \\")])
        #expect(String(decoding: text.bytes, as: UTF8.self) == "m{l=\"a\\\"} 1\\nm \\\\\"} 1\n")
    }
}
