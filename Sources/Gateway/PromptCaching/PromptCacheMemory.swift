import Caching
import Synchronization
import Telemetry

/// What is remembered of prompts from one request to the next, whichever configuration they began with; digests alone.
final class PromptCacheMemory: Sendable {
    /// Which prefixes have come before, by target.
    let tracker: PrefixTracker
    /// Who holds which prefixes, by public model.
    let holders: PrefixHolders
    private let markedForMinutes = Atomic<Int>(0)
    private let markedForAnHour = Atomic<Int>(0)
    private let keyed = Atomic<Int>(0)
    private let kept = Atomic<Int>(0)
    private let lost = Atomic<Int>(0)

    /// - Parameter maximumBytes: the most memory that it takes.
    init(maximumBytes: Int) {
        tracker = PrefixTracker(maximumBytes: maximumBytes / 2)
        holders = PrefixHolders(maximumBytes: maximumBytes / 2)
    }

    /// Takes another bound of memory.
    func resize(maximumBytes: Int) {
        tracker.resize(maximumBytes: maximumBytes / 2)
        holders.resize(maximumBytes: maximumBytes / 2)
    }

    /// Counts breakpoints that were sent.
    func note(_ breakpoints: Breakpoints) {
        for mark in breakpoints.marks {
            switch mark.lifetime {
            case .fiveMinutes: markedForMinutes.add(1, ordering: .relaxed)
            case .oneHour: markedForAnHour.add(1, ordering: .relaxed)
            }
        }
    }

    /// Counts a key that was sent.
    func noteKey() { keyed.add(1, ordering: .relaxed) }

    /// Counts a request whose beginning a provider's cache had.
    /// - Parameter isLost: whether it went somewhere else.
    func notePrefix(isLost: Bool) {
        if isLost { lost.add(1, ordering: .relaxed) } else { kept.add(1, ordering: .relaxed) }
    }
}

extension PromptCacheMemory: MetricSource {
    /// What `/metrics` says of it.
    func collect(into page: inout MetricPage) {
        page.add(MetricCatalog.promptBreakpoints, .integer(markedForMinutes.load(ordering: .relaxed)), "5m")
        page.add(MetricCatalog.promptBreakpoints, .integer(markedForAnHour.load(ordering: .relaxed)), "1h")
        page.add(MetricCatalog.promptKeys, .integer(keyed.load(ordering: .relaxed)))
        page.add(MetricCatalog.promptPrefixes, .integer(kept.load(ordering: .relaxed)), "kept")
        page.add(MetricCatalog.promptPrefixes, .integer(lost.load(ordering: .relaxed)), "lost")
        page.add(MetricCatalog.promptTracked, .integer(tracker.count &+ holders.count))
    }
}
