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

    /// What `/metrics` says of it.
    func write(to metrics: inout MetricsText) {
        let name: StaticString = "kanmon_prompt_cache_breakpoints_total"
        metrics.family(name, .counter, "Breakpoints that the gateway put into prompts, by how long they hold.")
        metrics.sample(name, markedForMinutes.load(ordering: .relaxed), [("ttl", "5m")])
        metrics.sample(name, markedForAnHour.load(ordering: .relaxed), [("ttl", "1h")])
        let keys: StaticString = "kanmon_prompt_cache_keys_total"
        metrics.family(keys, .counter, "Keys for a provider's cache that the gateway put into requests.")
        metrics.sample(keys, keyed.load(ordering: .relaxed))
        let prefixes: StaticString = "kanmon_prompt_cache_prefixes_total"
        metrics.family(
            prefixes,
            .counter,
            "Requests whose beginning a provider's cache had, by whether they went there."
        )
        metrics.sample(prefixes, kept.load(ordering: .relaxed), [("result", "kept")])
        metrics.sample(prefixes, lost.load(ordering: .relaxed), [("result", "lost")])
        let tracked: StaticString = "kanmon_prompt_cache_tracked_prefixes"
        metrics.family(tracked, .gauge, "Prefixes of prompts that are remembered.")
        metrics.sample(tracked, tracker.count &+ holders.count)
    }
}
