import Governance
import JSONText

/// How long requests took: percentiles of the durations and of the times to first content, by nearest rank.
struct LatencyFigures: Hashable, Sendable {
    private let durations: [Int]
    private let firstContents: [Int]

    /// The figures of some requests.
    /// - Parameters:
    ///   - durations: in microseconds, in any order.
    ///   - firstContents: the times to first content of those that had any, in microseconds.
    init(durations: [Int], firstContents: [Int]) {
        self.durations = durations.sorted()
        self.firstContents = firstContents.sorted()
    }

    /// The figures of records.
    init(_ rows: [LedgerRow]) {
        self.init(
            durations: rows.map(\.record.durationMicroseconds),
            firstContents: rows.compactMap(\.record.timeToFirstTokenMicroseconds)
        )
    }

    /// The duration that a share of the requests did not exceed, in microseconds; `nil` where there are none.
    func duration(_ percent: Int) -> Int? { Self.percentile(percent, of: durations) }

    /// The same of times to first content.
    func firstContent(_ percent: Int) -> Int? { Self.percentile(percent, of: firstContents) }

    /// The least value that at least so many percent of all do not exceed.
    private static func percentile(_ percent: Int, of sorted: [Int]) -> Int? {
        guard !sorted.isEmpty else { return nil }
        let rank = (sorted.count * percent + 99) / 100
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// The members of a point in time; `null` where there is nothing.
    var json: JSONObject {
        [
            "duration_p50_ms": .milliseconds(duration(50)), "duration_p95_ms": .milliseconds(duration(95)),
            "duration_p99_ms": .milliseconds(duration(99)), "ttft_p50_ms": .milliseconds(firstContent(50)),
            "ttft_p95_ms": .milliseconds(firstContent(95)),
        ]
    }
}

extension JSONValue {
    /// Microseconds as a number of milliseconds with up to three decimals; `null` for none.
    static func milliseconds(_ microseconds: Int?) -> JSONValue {
        guard let microseconds else { return .null }
        let (whole, rest) = max(0, microseconds).quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return JSONValue(whole) }
        var fraction = String(repeating: "0", count: rest < 10 ? 2 : rest < 100 ? 1 : 0) + String(rest)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return JSONNumber("\(whole).\(fraction)").map(JSONValue.number) ?? .null
    }
}
