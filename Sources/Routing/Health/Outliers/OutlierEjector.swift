/// Which of a model's targets are set aside because they fail far more often than their siblings: a state machine over
/// samples, without clock or lock.
///
/// A target is an outlier if it had enough requests in the window and its share of successes is below half of the best
/// sibling's, or, where there are enough siblings for statistics to mean something, below their mean by
/// ``deviations`` standard deviations and below ``closeEnough`` of the best. The worst go first; never more than the
/// policy's largest share, and never the last one that can be asked.
public struct OutlierEjector: Sendable {
    private struct Member {
        var ejectedUntil: Moment?
        /// Its window still holds the failures it was ejected for; it is not judged by them again.
        var judgedFrom = Moment(nanoseconds: .min)
        var ejections = 0
    }

    /// Below the mean by so many standard deviations.
    public static let deviations = 1.9
    /// A target whose share of successes is at least this part of the best one's is no outlier.
    public static let closeEnough = 0.8
    /// The longest ejection, unless the policy's breaker begins with a longer one.
    public static let longestEjection = Duration.seconds(300)

    private let policy: BreakerPolicy
    private var members: [Member]

    /// Creates an ejector.
    /// - Parameters:
    ///   - count: how many targets the model has.
    ///   - policy: the model's breaker policy: window, fewest requests, first time, largest share.
    public init(count: Int, policy: BreakerPolicy) {
        self.policy = policy
        members = Array(repeating: Member(), count: max(0, count))
    }

    /// Until when a target is set aside; `nil` if it is not.
    public func ejectedUntil(_ index: Int, now: Moment) -> Moment? {
        guard members.indices.contains(index), let until = members[index].ejectedUntil, now < until else { return nil }
        return until
    }

    /// How many targets may be set aside at the same time.
    public var maximumEjected: Int {
        let share = min(1, max(0, policy.maximumEjected))
        return max(0, min(Int(share * Double(members.count)), members.count - 1))
    }

    /// Looks at all targets and ejects the outliers.
    /// - Parameters:
    ///   - samples: one for each target, in order; others are ignored.
    ///   - now: the present moment.
    /// - Returns: the targets that were ejected by this.
    @discardableResult
    public mutating func evaluate(_ samples: [OutlierSample], now: Moment) -> [Int] {
        guard samples.count == members.count, members.count > 1 else { return [] }
        var ejected = members.indices.count { ejectedUntil($0, now: now) != nil }
        var free = samples.indices.count { samples[$0].isAvailable && ejectedUntil($0, now: now) == nil }
        var result: [Int] = []
        for index in outliers(samples, now: now) {
            guard ejected < maximumEjected else { break }
            guard free > (samples[index].isAvailable ? 1 : 0) else { continue }
            eject(index, now: now)
            ejected += 1
            if samples[index].isAvailable { free -= 1 }
            result.append(index)
        }
        return result
    }

    /// The outliers that are not ejected yet, worst first.
    private func outliers(_ samples: [OutlierSample], now: Moment) -> [Int] {
        let judged = samples.indices.filter { index in
            samples[index].totals.requests >= max(1, policy.minimumRequests) && now >= members[index].judgedFrom
        }
        guard judged.count > 1 else { return [] }
        let shares = judged.map { samples[$0].totals.successShare }
        let best = shares.max() ?? 1
        let mean = shares.reduce(0, +) / Double(shares.count)
        let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shares.count)
        let low = mean - Self.deviations * variance.squareRoot()
        return zip(judged, shares)
            .filter { _, share in share < best / 2 || (share < low && share < best * Self.closeEnough) }
            .sorted { $0.1 < $1.1 }
            .map(\.0)
    }

    private mutating func eject(_ index: Int, now: Moment) {
        // One that has been well for long begins anew.
        if let until = members[index].ejectedUntil, now >= until + Self.longestEjection { members[index].ejections = 0 }
        let bound = max(policy.openFor, Self.longestEjection)
        let until = now + policy.openFor.doubled(members[index].ejections, atMost: bound)
        members[index].ejectedUntil = until
        members[index].judgedFrom = until + policy.window
        members[index].ejections = min(members[index].ejections + 1, 32)
    }
}
