import Governance
import Guardrails
import ModelAPI
import Pricing
import Routing
import Telemetry
import Testing

@testable import Gateway

@Suite("Counted metrics")
struct MetricCountsTests {
    private static let seconds: UInt64 = 1_000_000_000

    /// What a page says of a family, by its labels.
    private func samples(_ family: MetricFamily, _ counts: MetricCounts, _ names: [TargetID]) -> [[String]: MetricValue]
    {
        var page = MetricPage()
        CountedMetrics(counts: counts, names: names, teams: ["", "red", "blue"], guards: ["other", "pii"]).collect(
            into: &page
        )
        return Dictionary(uniqueKeysWithValues: page.samples(of: family).map { ($0.labels, $0.value) })
    }

    @Test("loops add up, whichever targets each of them has seen")
    func addingUp() {
        let series = TargetSeries()
        let first = series.index(of: TargetID(provider: "p", model: "a"))
        let second = series.index(of: TargetID(provider: "p", model: "b"))
        var one = MetricCounts()
        one.request(.openAIChat, target: first, status: 200)
        one.cost(7, target: first)
        one.duration(Self.seconds, .openAIChat, target: first, trace: TraceMark(id: (1, 2), time: 5))
        one.inFlight = 2
        var other = MetricCounts()
        other.request(.gemini, target: second, status: 503, count: 3)
        other.request(.openAIChat, target: first, status: 200)
        other.request(.openAIChat, target: TargetSeries.nobody, status: 401)
        other.cost(5, target: first)
        one.cost(7, team: 1)
        other.cost(5, team: 1)
        other.cost(3, team: TeamSeries.nobody)
        other.duration(Self.seconds, .openAIChat, target: first, trace: TraceMark(id: (3, 4), time: 4))
        other.save(9, .semantic)
        other.inFlight = -1
        for pair in [(one, other), (other, one)] {
            var sum = MetricCounts()
            sum.add(pair.0)
            sum.add(pair.1)
            #expect(
                samples(MetricCatalog.requests, sum, series.names) == [
                    ["openai-chat", "p", "a", "200"]: .integer(2), ["gemini", "p", "b", "503"]: .integer(3),
                    ["openai-chat", "", "", "401"]: .integer(1),
                ]
            )
            #expect(samples(MetricCatalog.cost, sum, series.names)[["p", "a"]] == .usd(attos: 12))
            #expect(
                samples(MetricCatalog.teamCost, sum, series.names) == [["red"]: .usd(attos: 12), [""]: .usd(attos: 3)]
            )
            #expect(samples(MetricCatalog.saved, sum, series.names)[["semantic"]] == .usd(attos: 9))
            #expect(samples(MetricCatalog.inFlight, sum, series.names) == [[]: .integer(1)])
            let histogram = samples(MetricCatalog.requestSeconds, sum, series.names)[["openai-chat", "p", "a"]]
            guard case .histogram(let reading) = histogram else {
                Issue.record("no histogram")
                continue
            }
            #expect(reading.count == 2 && reading.sum == 2 * Self.seconds)
            // The latest one.
            #expect(reading.exemplars.values.map(\.traceID) == ["00000000000000010000000000000002"])
        }
    }

    @Test("what guardrails did is counted apart by guardrail, stage and action, and added up over loops")
    func guardrails() {
        var one = MetricCounts()
        one.guarded(GuardResult.index(of: .ignore), .input, series: 1)
        one.guarded(GuardResult.index(of: .block), .output, series: 1)
        one.guardFailed(series: GuardSeries.other)
        var other = MetricCounts()
        other.guarded(GuardResult.index(of: .block), .output, series: 1)
        other.guarded(GuardResult.monitored, .input, series: 2)
        for pair in [(one, other), (other, one)] {
            var sum = MetricCounts()
            sum.add(pair.0)
            sum.add(pair.1)
            var page = MetricPage()
            CountedMetrics(counts: sum, names: [], teams: [], guards: ["other", "pii", "words"]).collect(into: &page)
            func values(_ family: MetricFamily) -> [[String]: MetricValue] {
                Dictionary(uniqueKeysWithValues: page.samples(of: family).map { ($0.labels, $0.value) })
            }
            #expect(
                values(MetricCatalog.guardResults) == [
                    ["pii", "input", "pass"]: .count(1), ["pii", "output", "block"]: .count(2),
                    ["words", "input", "monitor"]: .count(1),
                ]
            )
            #expect(
                values(MetricCatalog.guardFailures) == [
                    ["other"]: .count(1), ["pii"]: .count(0), ["words"]: .count(0),
                ]
            )
        }
        // What nobody has counted yet has room too.
        #expect(MetricCounts().guardFailures(of: 7) == 0)
    }

    @Test("every action of a guardrail has its word, the stricter the later")
    func guardActions() {
        let actions: [GuardAction] = [
            .log, .warn, .restore, .mask(.numbered), .hash, .redact, .reask, .route("m"), .block,
        ]
        for action in actions { #expect(GuardResult.names[GuardResult.index(of: action)] == action.word) }
        #expect(GuardResult.names[GuardResult.index(of: .ignore)] == GuardResult.pass)
        #expect(GuardResult.names[GuardResult.monitored] == GuardResult.monitor)
        let places = actions.sorted { $0.strictness < $1.strictness }.map(GuardResult.index)
        #expect(places == places.sorted() && Set(GuardResult.names).count == GuardResult.names.count)
    }

    @Test("what the ledger knows is where counters begin")
    func continuing() {
        let kind = LedgerTotal.Kind(surface: "gemini", provider: "p", model: "a", status: 200)
        var total = LedgerTotal(kind)
        var usage = Usage()
        usage.input = 10
        usage.cacheRead = 20
        usage.output = 50
        usage.reasoning = 30
        total.add(
            usage: usage,
            cost: Money(attos: 123),
            isHit: false,
            savedExact: .zero,
            savedSemantic: .zero,
            savedPrompt: Money(attos: -4)
        )
        var counts = MetricCounts()
        counts.begin(with: total, target: 1)
        let names = [TargetID(provider: "", model: ""), TargetID(provider: "p", model: "a")]
        #expect(samples(MetricCatalog.requests, counts, names) == [["gemini", "p", "a", "200"]: .integer(1)])
        #expect(samples(MetricCatalog.cost, counts, names) == [["p", "a"]: .usd(attos: 123)])
        #expect(samples(MetricCatalog.promptCacheLoss, counts, names) == [[]: .usd(attos: 4)])
        let tokens = samples(MetricCatalog.tokens, counts, names)
        #expect(
            tokens == [
                ["p", "a", "input"]: .integer(10), ["p", "a", "cached_input"]: .integer(20),
                ["p", "a", "output"]: .integer(20), ["p", "a", "reasoning"]: .integer(30),
            ]
        )
    }

    @Test("every status has a place that tells it or its class")
    func statuses() {
        for status in -1...1000 {
            let name = ObservedStatus.names[ObservedStatus.index(of: status)]
            let isClass = name == "\(status / 100)xx" && (200...599).contains(status)
            #expect(name == "\(status)" || isClass || (name == "other" && !(400...599).contains(status)), "\(status)")
        }
    }

    @Test("every end of an attempt has its word")
    func reasons() {
        let kinds: [FailureClass] = [
            .connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow, .credential, .quota,
            .contextWindow, .contentPolicy, .invalidRequest, .busy, .cancelled, .status(429), .status(529),
            .status(500),
        ]
        for kind in kinds { #expect(AttemptReason.names[AttemptReason.index(of: .failed(kind))] == kind.description) }
        #expect(AttemptReason.names[AttemptReason.index(of: .answered)] == "answered")
        #expect(AttemptReason.names[AttemptReason.index(of: .lostRace)] == "lost-race")
        #expect(AttemptReason.names[AttemptReason.index(of: nil)] == "abandoned")
        #expect(Set(AttemptReason.names).count == AttemptReason.names.count)
    }

    @Test("surfaces are called as in the ledger")
    func surfaces() {
        for dialect in DialectID.allCases {
            for route in [
                Route(operation: .chat, dialect: dialect), Route(operation: .embeddings, dialect: dialect),
            ] {
                #expect(ObservedSurface(route).name == route.surfaceName)
                #expect(ObservedSurface(named: route.surfaceName) == ObservedSurface(route))
            }
        }
        let internalChat = Route(operation: .chat, dialect: .openAIChat, isInternal: true)
        for route in [.internalEmbeddings, internalChat] { #expect(ObservedSurface(route).name == route.surfaceName) }
        #expect(ObservedSurface(named: "telepathy") == .other)
    }
}
