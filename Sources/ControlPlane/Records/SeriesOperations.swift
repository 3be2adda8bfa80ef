import Governance
import JSONText
import Pricing
import Store

/// `GET /admin/v1/series`: usage and latency over time, for charts.
struct SeriesOperations: Sendable {
    let services: Services

    /// How many points an answer has at most, by its steps. Minutes are added up from the records.
    private static func mostPoints(_ step: UsageSeries.Step) -> Int64 { step == .minute ? 360 : 1500 }
    /// How many groups' points an answer has at most.
    private static let mostGroupPoints = 6000
    /// How many records are read for percentiles, at most and for each point.
    private static let mostRecords = 20_000
    private static let recordsOfPoint = 20...1000
    private static let groupings = UsageReport.Grouping.allCases.filter { $0 != .day && $0 != .hour }
    private static let second: Int64 = 1_000_000_000

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/series",
                id: "getSeries",
                query: [
                    .init(
                        name: "step",
                        summary: "How long the steps are; hour where nothing is said.",
                        schema: .choice(UsageSeries.Step.allCases.map(\.rawValue))
                    ),
                    ZoneText.parameter,
                    .init(
                        name: "group_by",
                        summary: "What each step is divided by; not at all where nothing is said.",
                        schema: .choice(Self.groupings.map(\.rawValue))
                    ),
                    .init(
                        name: "groups",
                        summary: "How many groups, those that cost most; 10 where nothing is said.",
                        schema: .integer(in: 1...UsageSeries.Division.mostGroups)
                    ),
                    .init(
                        name: "latency",
                        summary: "Whether percentiles are told, which takes longest; true where nothing is said.",
                        schema: .flag
                    ),
                ] + RecordScope.filters,
                answer: .json(status: 200, .reference("Series")),
                handle: series
            )
        ]
    }

    /// A stretch of time in whole steps.
    private struct Window {
        let step: UsageSeries.Step
        let offset: Int
        /// In nanoseconds since 1970, as it was asked for.
        let from: Int64
        let to: Int64
        /// The steps' beginnings, in seconds since 1970.
        let starts: [Int64]

        /// The part of a step that was asked for, in nanoseconds since 1970.
        func range(of start: Int64) -> Range<Int64> {
            let low = max(start * SeriesOperations.second, from)
            return low..<max(low, min((start + step.seconds) * SeriesOperations.second, to))
        }
    }

    private func series(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let window = try window(request)
        let groups = try request.query.int("groups", in: 1...UsageSeries.Division.mostGroups) ?? 10
        let grouping = try request.query.choice("group_by", UsageReport.Grouping.self)
        if let grouping, !Self.groupings.contains(grouping) {
            throw .parameter("group_by", "Steps of time cannot be divided by time.")
        }
        if grouping != nil, (groups + 1) * window.starts.count > Self.mostGroupPoints {
            throw .parameter("step", "These would be too many points of groups: ask for longer steps or fewer groups.")
        }
        let wantsLatency = try request.query.flag("latency") ?? true
        var filter = try RecordScope.filter(request, visibility)
        filter?.from = window.from
        filter?.to = window.to
        let ledger = try services.openLedger
        let currency = services.currency
        var parts: [Int64: UsageReport.Sums] = [:]
        if let filter {
            let (step, offset) = (window.step, window.offset)
            let found = try await storing { () async throws(StoreError) in
                try await ledger.series(filter, by: step, of: nil, offset: offset)
            }
            for part in found { parts[part.start, default: UsageReport.Sums()].add(part.sums) }
        }
        var object: JSONObject = [
            "step": .string(window.step.rawValue), "from": .string(MomentText.text(window.from)),
            "to": .string(MomentText.text(window.to)),
        ]
        let sample = wantsLatency ? Self.sample(parts) : 0
        var points: [JSONValue] = []
        for start in window.starts {
            let sums = parts[start] ?? UsageReport.Sums()
            var point: JSONObject = ["time": .string(Timestamp(seconds: start).description)]
            for member in UsageText.short(sums, currency) { point.append(member.name, member.value) }
            if wantsLatency {
                var figures = LatencyFigures(durations: [], firstContents: [])
                if let filter, sums.requests > 0 {
                    figures = try await latency(filter, window.range(of: start), sample, ledger)
                }
                for member in figures.json { point.append(member.name, member.value) }
            }
            points.append(.object(point))
        }
        object.append("points", .array(points))
        if wantsLatency {
            let isExact = parts.values.allSatisfy { $0.requests <= sample }
            object.append(
                "percentiles",
                ["method": .string(isExact ? "exact" : "newest_of_each_step"), "records_per_step": JSONValue(sample)]
            )
        }
        if let grouping {
            object.append("groups", .array(try await divided(filter, grouping, groups, window, parts, ledger)))
        }
        if let currency { object.append("currency", currency.rate) }
        return .json(.object(object))
    }

    private func window(_ request: AdminRequest) throws(AdminError) -> Window {
        let query = request.query
        let step = try query.choice("step", UsageSeries.Step.self) ?? .hour
        let ahead = Int64(400) * 86_400 * Self.second
        let latest = services.clock.nanoseconds + ahead
        let to = min(max(0, try query.time("to") ?? services.clock.nanoseconds), latest)
        let usual: Int64 = step == .minute ? 3600 : step == .hour ? 86_400 : 30 * 86_400
        let from = min(max(0, try query.time("from") ?? to - usual * Self.second), latest)
        guard from <= to else { throw .parameter("to", "It must not be before from.") }
        let offset = try ZoneText.offset(request, at: from / Self.second)
        let first = step.start(of: from / Self.second, offset: offset)
        guard (to / Self.second - first) / step.seconds < Self.mostPoints(step) else {
            throw .parameter(
                "step",
                "These would be more than \(Self.mostPoints(step)) points: ask for longer steps or a shorter time."
            )
        }
        // What ends within a second begins in it.
        let end = to / Self.second + (to % Self.second == 0 ? 0 : 1)
        let starts = Array(stride(from: first, to: end, by: Int64.Stride(step.seconds)))
        return Window(step: step, offset: offset, from: from, to: to, starts: starts)
    }

    /// How many records of each step are looked at.
    private static func sample(_ parts: [Int64: UsageReport.Sums]) -> Int {
        let filled = parts.values.count { $0.requests > 0 }
        return min(max(mostRecords / max(1, filled), recordsOfPoint.lowerBound), recordsOfPoint.upperBound)
    }

    private func latency(
        _ filter: LedgerFilter,
        _ range: Range<Int64>,
        _ sample: Int,
        _ ledger: any LedgerStore
    ) async throws(AdminError) -> LatencyFigures {
        var filter = filter
        filter.from = range.lowerBound
        filter.to = range.upperBound
        let wanted = filter
        let page = try await storing { () async throws(StoreError) in
            try await ledger.rows(wanted, PageRequest(limit: sample))
        }
        return LatencyFigures(page.rows)
    }

    /// The groups that cost most, and all others together.
    private func divided(
        _ filter: LedgerFilter?,
        _ grouping: UsageReport.Grouping,
        _ count: Int,
        _ window: Window,
        _ total: [Int64: UsageReport.Sums],
        _ ledger: any LedgerStore
    ) async throws(AdminError) -> [JSONValue] {
        guard let filter else { return [] }
        let (step, offset) = (window.step, window.offset)
        let report = try await storing { () async throws(StoreError) in
            try await ledger.usage(filter, by: grouping, offset: 0)
        }
        let top = report.rows.sorted { Self.rank($0) > Self.rank($1) }.prefix(count)
        let identity = { (row: UsageReport.Row) in grouping == .key ? row.id : row.key }
        let division = UsageSeries.Division(by: grouping, Set(top.map(identity)))
        let parts = try await storing { () async throws(StoreError) in
            try await ledger.series(filter, by: step, of: division, offset: offset)
        }
        var found: [String?: [Int64: UsageReport.Sums]] = [:]
        var others = total
        for part in parts {
            found[part.group, default: [:]][part.start, default: UsageReport.Sums()].add(part.sums)
            others[part.start]?.subtract(part.sums)
        }
        let currency = services.currency
        var groups = top.map { row in
            Self.group(row.key, row.id, false, found[identity(row)] ?? [:], window.starts, currency)
        }
        // A request may have several tags or none: what is left of the sum is nobody's.
        if grouping != .tag, report.rows.count > top.count {
            groups.append(Self.group(nil, nil, true, others, window.starts, currency))
        }
        return groups
    }

    /// What makes a group one of the first: its cost, then its requests.
    private static func rank(_ row: UsageReport.Row) -> (Int128, Int, String) {
        (row.sums.cost.attos, row.sums.requests, row.key ?? "")
    }

    private static func group(
        _ key: String?,
        _ id: String?,
        _ isOther: Bool,
        _ parts: [Int64: UsageReport.Sums],
        _ starts: [Int64],
        _ currency: CurrencyText?
    ) -> JSONValue {
        var total = UsageReport.Sums()
        for sums in parts.values { total.add(sums) }
        let points = starts.map { start in
            var point: JSONObject = ["time": .string(Timestamp(seconds: start).description)]
            for member in UsageText.short(parts[start] ?? UsageReport.Sums(), currency) {
                point.append(member.name, member.value)
            }
            return JSONValue.object(point)
        }
        var object: JSONObject = ["key": key.map { .string($0) } ?? .null]
        if let id { object.append("id", .string(id)) }
        object.append("other", .bool(isOther))
        object.append("total", .object(UsageText.short(total, currency)))
        object.append("points", .array(points))
        return .object(object)
    }
}
