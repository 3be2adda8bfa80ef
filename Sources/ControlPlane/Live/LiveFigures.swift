import Alerting
import Gateway
import Governance
import JSONText
import ModelAPI
import Pricing

/// What the calls of the last ten seconds came to, for all who see the same of them. Pure: told of calls and of the time.
struct LiveFigures: Sendable {
    /// How many seconds are looked at.
    static let window: Int64 = 10

    /// One second.
    private struct Second: Sendable {
        var number: Int64 = .min
        var requests = 0
        var errors = 0
        var tokens = 0
        var hits = 0
        var cost = Money.zero
        var durations = LatencyCounts()
        var firstContents = LatencyCounts()
    }

    /// A ring; one more than the window, for the second that is not over.
    private var seconds = [Second](repeating: Second(), count: Int(Self.window) + 1)
    /// From when on everything is known, in seconds since 1970.
    private let begun: Int64

    /// - Parameter begun: from when on it is told of all calls, in seconds since 1970.
    init(begun: Int64) { self.begun = begun }

    /// A call is over.
    /// - Parameter now: the time, in seconds since 1970.
    mutating func add(_ call: RequestRecord, now: Int64) {
        let number = min(call.ended, now)
        guard number >= now - Self.window, number >= begun else { return }
        let line = call.ledger
        update(number) { second in
            second.requests += 1
            if call.isError { second.errors += 1 }
            if line.isHit { second.hits += 1 }
            if let usage = line.usage { second.tokens += min(max(0, usage.totalInput + usage.output), 1 << 40) }
            if let cost = line.cost { second.cost = second.cost + cost }
            second.durations.add(line.durationMicroseconds)
            if let first = line.timeToFirstTokenMicroseconds { second.firstContents.add(first) }
        }
    }

    /// Calls are over of which nothing else is known.
    mutating func add(missed: Int, now: Int64) {
        guard missed > 0 else { return }
        update(now) { $0.requests += missed }
    }

    private mutating func update(_ number: Int64, _ body: (inout Second) -> Void) {
        let place = Int(number % Int64(seconds.count) + Int64(seconds.count)) % seconds.count
        if seconds[place].number != number {
            seconds[place] = Second()
            seconds[place].number = number
        }
        body(&seconds[place])
    }

    /// The figures of the last whole seconds.
    /// - Parameters:
    ///   - now: the time, in seconds since 1970.
    ///   - load: what is under way; `nil` for those who may not see that.
    ///   - currency: the currency that people are shown.
    func json(now: Int64, load: GatewayLoad?, currency: CurrencyText?) -> JSONValue {
        let span = max(1, min(Self.window, now - begun))
        var sum = Second()
        for second in seconds where second.number >= now - span && second.number < now {
            sum.requests += second.requests
            sum.errors += second.errors
            sum.tokens += second.tokens
            sum.hits += second.hits
            sum.cost = sum.cost + second.cost
            sum.durations.add(second.durations)
            sum.firstContents.add(second.firstContents)
        }
        func rate(_ count: Int) -> JSONValue { .milliseconds(count * 1000 / Int(span)) }
        let cost = sum.cost.scaled(by: 60, over: Int(span))
        var object: JSONObject = [
            "time": .string(Timestamp(seconds: now).description), "window_seconds": JSONValue(Int(span)),
            "requests_per_second": rate(sum.requests), "tokens_per_second": rate(sum.tokens),
            "errors_per_second": rate(sum.errors), "cache_hits_per_second": rate(sum.hits),
            "cost_usd_per_minute": .string(cost.decimal),
        ]
        if let currency { object.append("cost_display_per_minute", currency.amount(cost)) }
        object.append("in_flight", load.map { JSONValue($0.inFlight) } ?? .null)
        object.append("open_streams", load.map { JSONValue($0.openStreams) } ?? .null)
        for (name, percent) in [("p50_ms", 50), ("p95_ms", 95), ("p99_ms", 99)] {
            object.append(name, .milliseconds(sum.durations.percentile(percent)))
        }
        object.append("ttft_p50_ms", .milliseconds(sum.firstContents.percentile(50)))
        return .object(object)
    }
}
