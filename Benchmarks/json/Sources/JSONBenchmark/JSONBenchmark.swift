import Foundation
import JSONText

/// JSONText beside Foundation on the same texts in the same run.
///
/// Promised are a lazy scan 8 times and a full tree twice as fast as `JSONDecoder` reading the same text. `--check` ends with status 1 where a promised ratio is missed.
@main
struct JSONBenchmark {
    private let routingFields = JSONFieldSet(["model", "stream", "stream_options"])
    private var missed: [String] = []

    static func main() throws {
        var benchmark = JSONBenchmark()
        try benchmark.measure("Chat request", Texts.chatRequest, as: ChatRequest.self)
        try benchmark.measure("Japanese chat request", Texts.japaneseRequest, as: ChatRequest.self)
        try benchmark.measure("Stream chunk", Texts.streamChunk, as: StreamChunk.self)
        guard !benchmark.missed.isEmpty else { return }
        print("\nMissed: \(benchmark.missed.joined(separator: "; "))")
        if CommandLine.arguments.contains("--check") { exit(1) }
    }

    /// Measures one text and prints a table. A ratio is Foundation's minimum by ours: on a shared
    /// machine the medians tell more about the neighbours.
    private mutating func measure<Whole: Decodable>(_ title: String, _ text: [UInt8], as whole: Whole.Type) throws {
        let data = Data(text)
        let decoder = JSONDecoder()
        let tree = try JSONValue(parsing: text)
        let fields = routingFields
        var race = Race()
        let typed = race.add("JSONDecoder, whole text, typed") {
            withExtendedLifetime(try decoder.decode(whole, from: data)) { 1 }
        }
        let routing = race.add("JSONDecoder, routing fields only") {
            withExtendedLifetime(try decoder.decode(RoutingFields.self, from: data)) { 1 }
        }
        race.add("JSONSerialization, tree of Any") {
            withExtendedLifetime(try JSONSerialization.jsonObject(with: data)) { 1 }
        }
        let scan = race.add("JSONText, lazy scan") { try fields.scan(text.span)[0]?.value.lowerBound ?? 0 }
        let full = race.add("JSONText, full tree") { withExtendedLifetime(try JSONValue(parsing: text)) { 1 } }
        race.add("JSONText, write the tree") { tree.bytes.count }
        race.add("JSONText, scan, replace the model, splice") {
            var edits = JSONEdits()
            if let place = try fields.scan(text.span)[0] { edits.replace(place, with: "gpt-4o-mini") }
            return edits.applied(to: text.span).count
        }
        let results = try race.run(rounds: 41, roundTime: .milliseconds(10))

        let heading = "\(title), \(text.count) bytes"
        print("\n" + heading.padded(to: 46) + "min ns".padded(to: -12) + "median ns".padded(to: -12))
        for result in results {
            print("  " + result.name.padded(to: 44) + fixed(result.minimum, 0) + fixed(result.median, 0))
        }
        report(title, "lazy scan, against the whole text", results[typed].minimum / results[scan].minimum, promised: 8)
        report(title, "full tree, against the whole text", results[typed].minimum / results[full].minimum, promised: 2)
        // Here Foundation skips what it is not asked for without checking escapes or UTF-8, which the scan does check.
        report(title, "lazy scan, against the routing fields", results[routing].minimum / results[scan].minimum)
    }

    private mutating func report(_ title: String, _ name: String, _ ratio: Double, promised: Double? = nil) {
        print(
            "  " + name.padded(to: 44) + fixed(ratio, 1) + " x"
                + (promised.map { "  (promised: \(fixed($0, 0, 0)) x)" } ?? "")
        )
        if let promised, ratio < promised { missed.append("\(title): \(name)") }
    }
}

private func fixed(_ value: Double, _ digits: Int, _ width: Int = 12) -> String {
    String(format: "%.\(digits)f", value).padded(to: -width)
}

extension String {
    /// Filled with spaces to the width of a column; a negative width puts them in front.
    fileprivate func padded(to width: Int) -> String {
        let spaces = String(repeating: " ", count: max(0, abs(width) - count))
        return width < 0 ? spaces + self : self + spaces
    }
}
