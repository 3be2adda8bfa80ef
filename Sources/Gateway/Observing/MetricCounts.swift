import Guardrails
import Telemetry

/// What one event loop has counted: plain numbers in arrays, without locks. Loops' counts are added up when somebody asks.
///
/// A request touches some ten numbers, at places that were given when its configuration was loaded. Nothing is allocated but
/// when a target, or a surface of it, comes for the first time.
struct MetricCounts: Sendable {
    /// Where the numbers of one target stand.
    enum TargetSlot {
        static let tokens = 0
        static let attempts = tokens + 6
        static let retries = attempts + AttemptReason.names.count
        static let fallbacks = retries + 1
        static let broken = fallbacks + 1
        static let unpriced = broken + 1
        static let firstToken = unpriced + 1
        static let gap = firstToken + HistogramBuckets.firstTokens.slots
        static let count = gap + HistogramBuckets.gaps.slots
    }

    /// Where the numbers of one target on one surface stand.
    enum SurfaceSlot {
        static let statuses = 0
        static let duration = ObservedStatus.names.count
        static let count = duration + HistogramBuckets.requests.slots
    }

    /// Where the numbers stand that are no target's.
    enum OwnSlot {
        static let cache = 0
        static let lag = cache + cacheResults.count
        static let overhead = lag + HistogramBuckets.lag.slots
        static let knownTexts = overhead + ObservedSurface.allCases.count * HistogramBuckets.own.slots
        static let count = knownTexts + 1
    }

    /// Where the numbers of one guardrail stand.
    enum GuardSlot {
        static let results = 0
        static let failures = results + GuardStage.allCases.count * GuardResult.names.count
        static let count = failures + 1
    }

    /// Where amounts that were saved stand.
    enum SavedSlot: Int, CaseIterable {
        case exact
        case semantic
        case prompt
        case lost
    }

    /// Which value an exemplar is of.
    struct ExemplarPlace: Hashable {
        enum Family: UInt8 {
            case duration
            case firstToken
        }

        var family: Family
        var target: Int
        var surface: Int
        var bucket: Int
    }

    /// What the classes of tokens are called, in their order.
    static let tokenClasses = ["input", "cached_input", "cache_write_5m", "cache_write_1h", "output", "reasoning"]
    /// What results of the cache are called, in their order.
    static let cacheResults = ["hit", "semantic-hit", "miss", "bypass"]
    /// How many values are remembered with their traces.
    private static let mostExemplars = 16_384

    private static let surfaces = ObservedSurface.allCases.count

    /// Requests that are under way.
    var inFlight = 0
    /// Streams that are under way.
    var openStreams = 0
    /// The numbers of targets, ``TargetSlot/count`` of each.
    private(set) var targets: [UInt64] = []
    /// What targets' answers cost, in attodollars.
    private(set) var costs: [Int128] = []
    /// What teams' requests cost, in attodollars.
    private(set) var teamCosts: [Int128] = []
    /// What was saved, in attodollars.
    private(set) var saved = [Int128](repeating: 0, count: SavedSlot.allCases.count)
    /// For each target and surface the number of its block in ``blocks``, from 1; 0 where there is none yet.
    private var places: [Int32] = []
    /// The numbers of targets on surfaces, ``SurfaceSlot/count`` of each pair that has come.
    private var blocks: [UInt64] = []
    /// The numbers of guardrails, ``GuardSlot/count`` of each.
    private var guards: [UInt64] = []
    /// What is no target's.
    private(set) var own = [UInt64](repeating: 0, count: OwnSlot.count)
    private(set) var exemplars: [ExemplarPlace: Exemplar] = [:]

    // MARK: - Counting

    /// Counts a request that is over.
    /// - Parameters:
    ///   - target: the place of whoever answered or was asked last.
    ///   - count: how many.
    mutating func request(_ surface: ObservedSurface, target: Int, status: Int, count: UInt64 = 1) {
        let block = block(target, surface)
        blocks[block &+ ObservedStatus.index(of: status)] &+= count
    }

    /// Counts how long a request took.
    mutating func duration(
        _ nanoseconds: UInt64,
        _ surface: ObservedSurface,
        target: Int,
        trace: TraceMark?
    ) {
        let block = block(target, surface)
        let buckets = HistogramBuckets.requests
        let bucket = buckets.observe(nanoseconds, in: &blocks, at: block &+ SurfaceSlot.duration)
        guard let trace else { return }
        remember(nanoseconds, trace, .duration, target, surface.rawValue, bucket)
    }

    /// Counts when a stream's first content had come.
    mutating func firstToken(_ nanoseconds: UInt64, target: Int, trace: TraceMark?) {
        let offset = offset(target)
        let buckets = HistogramBuckets.firstTokens
        let bucket = buckets.observe(nanoseconds, in: &targets, at: offset &+ TargetSlot.firstToken)
        if let trace { remember(nanoseconds, trace, .firstToken, target, 0, bucket) }
    }

    /// Counts a pause in a stream.
    mutating func gap(_ nanoseconds: UInt64, target: Int) {
        let offset = offset(target)
        HistogramBuckets.gaps.observe(nanoseconds, in: &targets, at: offset &+ TargetSlot.gap)
    }

    /// Counts what the gateway took of a request's time.
    mutating func overhead(_ nanoseconds: UInt64, _ surface: ObservedSurface) {
        let offset = OwnSlot.overhead &+ surface.rawValue &* HistogramBuckets.own.slots
        HistogramBuckets.own.observe(nanoseconds, in: &own, at: offset)
    }

    /// Counts how late the loop was.
    mutating func lag(_ nanoseconds: UInt64) {
        HistogramBuckets.lag.observe(nanoseconds, in: &own, at: OwnSlot.lag)
    }

    /// Counts something of a target's.
    /// - Parameter slot: what, as ``TargetSlot`` has it.
    mutating func add(_ count: UInt64, to slot: Int, of target: Int) {
        let offset = offset(target)
        targets[offset &+ slot] &+= count
    }

    /// Adds to what a target's answers cost.
    mutating func cost(_ attos: Int128, target: Int) {
        _ = offset(target)
        costs[target] &+= attos
    }

    /// Adds to what a team's requests cost.
    mutating func cost(_ attos: Int128, team: Int) {
        if team >= teamCosts.count { teamCosts += repeatElement(0, count: team + 1 - teamCosts.count) }
        teamCosts[team] &+= attos
    }

    /// Adds to what was saved.
    mutating func save(_ attos: Int128, _ slot: SavedSlot) { saved[slot.rawValue] &+= attos }

    /// Counts what the cache had to do with a request.
    mutating func cache(_ result: Int) { own[OwnSlot.cache &+ result] &+= 1 }

    /// Counts what came of a guardrail's look at one side of a call.
    /// - Parameters:
    ///   - result: what, by its place in ``GuardResult/names``.
    ///   - series: the guardrail's place.
    mutating func guarded(_ result: Int, _ stage: GuardStage, series: Int) {
        let side = stage == .input ? 0 : GuardResult.names.count
        guards[guardOffset(series) &+ GuardSlot.results &+ side &+ result] &+= 1
    }

    /// Counts texts that guardrails knew.
    mutating func guardsKnew(_ texts: Int) { own[OwnSlot.knownTexts] &+= UInt64(texts) }

    /// Counts that a guardrail could not look.
    mutating func guardFailed(series: Int) { guards[guardOffset(series) &+ GuardSlot.failures] &+= 1 }

    /// Where the numbers of a guardrail begin; makes room for them where it is new.
    private mutating func guardOffset(_ series: Int) -> Int {
        let end = (series + 1) * GuardSlot.count
        if end > guards.count { guards += repeatElement(0, count: end - guards.count) }
        return series &* GuardSlot.count
    }

    /// Where the numbers of a target begin; makes room for them where it is new.
    private mutating func offset(_ target: Int) -> Int {
        if target >= costs.count { makeRoom(for: target) }
        return target &* TargetSlot.count
    }

    private mutating func makeRoom(for target: Int) {
        let more = target + 1 - costs.count
        costs += repeatElement(0, count: more)
        targets += repeatElement(0, count: more * TargetSlot.count)
        places += repeatElement(0, count: more * Self.surfaces)
    }

    /// Where the numbers of a target on a surface begin; makes room for them where they are new.
    private mutating func block(_ target: Int, _ surface: ObservedSurface) -> Int {
        if target >= costs.count { makeRoom(for: target) }
        let place = target &* Self.surfaces &+ surface.rawValue
        if places[place] == 0 {
            blocks += repeatElement(0, count: SurfaceSlot.count)
            places[place] = Int32(blocks.count / SurfaceSlot.count)
        }
        return (Int(places[place]) &- 1) &* SurfaceSlot.count
    }

    private mutating func remember(
        _ value: UInt64,
        _ trace: TraceMark,
        _ family: ExemplarPlace.Family,
        _ target: Int,
        _ surface: Int,
        _ bucket: Int
    ) {
        let place = ExemplarPlace(family: family, target: target, surface: surface, bucket: bucket)
        guard exemplars.count < Self.mostExemplars || exemplars[place] != nil else { return }
        exemplars[place] = Exemplar(trace: trace.id, value: value, time: trace.time)
    }

    // MARK: - Adding up

    /// Adds what another loop has counted.
    mutating func add(_ other: MetricCounts) {
        inFlight += other.inFlight
        openStreams += other.openStreams
        if let last = other.costs.indices.last { _ = offset(last) }
        for index in other.targets.indices { targets[index] &+= other.targets[index] }
        for index in other.costs.indices { costs[index] &+= other.costs[index] }
        for index in other.teamCosts.indices { cost(other.teamCosts[index], team: index) }
        for index in other.saved.indices { saved[index] &+= other.saved[index] }
        if other.guards.count > guards.count {
            guards += repeatElement(0, count: other.guards.count - guards.count)
        }
        for index in other.guards.indices { guards[index] &+= other.guards[index] }
        for index in other.own.indices { own[index] &+= other.own[index] }
        other.forEachBlock { target, surface, slots in
            let block = block(target, surface)
            for index in slots.indices { blocks[block + index - slots.startIndex] &+= slots[index] }
        }
        exemplars.merge(other.exemplars) { $0.time >= $1.time ? $0 : $1 }
    }

    /// The numbers of a target.
    func slots(of target: Int) -> ArraySlice<UInt64> {
        targets[target * TargetSlot.count..<(target + 1) * TargetSlot.count]
    }

    /// Goes through what came of a guardrail's looking, as far as it has come.
    func forEachGuardResult(
        of series: Int,
        _ body: (_ stage: String, _ result: String, _ count: UInt64) -> Void
    ) {
        let offset = series * GuardSlot.count + GuardSlot.results
        guard offset + GuardSlot.count <= guards.count else { return }
        for (side, stage) in [GuardStage.input, .output].enumerated() {
            for (index, name) in GuardResult.names.enumerated() {
                let count = guards[offset + side * GuardResult.names.count + index]
                if count > 0 { body(stage.rawValue, name, count) }
            }
        }
    }

    /// How often a guardrail could not look.
    func guardFailures(of series: Int) -> UInt64 {
        let place = series * GuardSlot.count + GuardSlot.failures
        return place < guards.count ? guards[place] : 0
    }

    /// Goes through the numbers of each target on each surface that has come.
    func forEachBlock(_ body: (_ target: Int, _ surface: ObservedSurface, _ slots: ArraySlice<UInt64>) -> Void) {
        for target in costs.indices {
            for surface in ObservedSurface.allCases {
                let place = Int(places[target * Self.surfaces + surface.rawValue])
                guard place > 0 else { continue }
                body(target, surface, blocks[(place - 1) * SurfaceSlot.count..<place * SurfaceSlot.count])
            }
        }
    }

    /// The values with traces by the histogram that they are of: by range.
    func exemplarsByHistogram() -> [ExemplarPlace: [Int: Exemplar]] {
        var found: [ExemplarPlace: [Int: Exemplar]] = [:]
        for (place, exemplar) in exemplars {
            var histogram = place
            histogram.bucket = 0
            found[histogram, default: [:]][place.bucket] = exemplar
        }
        return found
    }
}

/// A trace that a request belongs to, and when it was.
struct TraceMark {
    var id: (high: UInt64, low: UInt64)
    /// Nanoseconds since 1970.
    var time: Int64
}
