/// Waits until changes that come in bursts have settled: a file is written in several steps, and a half-written one should
/// not be read.
struct Settling {
    /// How long nothing must have happened.
    let quiet: Duration
    /// How long a burst may last before it is looked at all the same.
    let longest: Duration
    private var first: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?

    init(quiet: Duration, longest: Duration) {
        self.quiet = quiet
        self.longest = longest
    }

    /// When to look; `nil` while nothing has happened.
    var deadline: ContinuousClock.Instant? {
        guard let first, let last else { return nil }
        return min(last + quiet, first + longest)
    }

    /// Something has happened.
    mutating func notice(at now: ContinuousClock.Instant) {
        first = first ?? now
        last = now
    }

    /// Whether it is time to look. If so, the burst is over.
    mutating func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard let deadline, now >= deadline else { return false }
        first = nil
        last = nil
        return true
    }
}
