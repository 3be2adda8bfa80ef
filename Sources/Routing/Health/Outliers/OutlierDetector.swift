import Synchronization

/// Watches the targets of one model and sets aside those that fail far more often than their siblings.
///
/// What it decides is the model's own: the same target may be in order for another one. It looks at the targets at most
/// once a second, in ``evaluateIfDue(now:)``, which costs one atomic load otherwise; so does ``ejectedUntil(_:now:)``
/// while none is ejected.
public final class OutlierDetector: Sendable {
    /// One of the model's targets.
    public struct Member: Sendable {
        /// Its state.
        public let target: TargetState
        /// The provider's credentials; `nil` for a provider without any.
        public let credentials: CredentialPool?

        /// Creates a member.
        public init(target: TargetState, credentials: CredentialPool? = nil) {
            self.target = target
            self.credentials = credentials
        }
    }

    /// The least time between two looks.
    public static let interval = Duration.seconds(1)

    private let members: [Member]
    private let ejector: Mutex<OutlierEjector>
    private let nextLook = Atomic<Int64>(.min)
    /// When the last ejection ends.
    private let lastEnd = Atomic<Int64>(.min)

    /// Creates a detector.
    /// - Parameters:
    ///   - members: the model's targets, each once.
    ///   - policy: the model's breaker policy.
    public init(members: [Member], policy: BreakerPolicy) {
        self.members = members
        ejector = Mutex(OutlierEjector(count: members.count, policy: policy))
    }

    /// Until when this model leaves a target aside; `nil` if it does not.
    public func ejectedUntil(_ target: TargetState, now: Moment) -> Moment? {
        guard now.nanoseconds < lastEnd.load(ordering: .acquiring),
            let index = members.firstIndex(where: { $0.target === target })
        else { return nil }
        return ejector.withLock { $0.ejectedUntil(index, now: now) }
    }

    /// A target's snapshot as this model sees it: the target's own, or ejected.
    /// - Parameters:
    ///   - target: one of the model's targets.
    ///   - credentials: the provider's credentials; `nil` for a provider without any.
    ///   - now: the present moment.
    public func snapshot(of target: TargetState, credentials: CredentialPool? = nil, now: Moment) -> TargetSnapshot {
        var snapshot = target.snapshot(credentials: credentials, now: now)
        if snapshot.availability == .available, let until = ejectedUntil(target, now: now) {
            snapshot.availability = .ejected(until: until)
        }
        return snapshot
    }

    /// Looks at the targets if the last look is a second ago; meant for the end of a request, after its answer is out.
    /// - Returns: the targets that were ejected by this.
    @discardableResult
    public func evaluateIfDue(now: Moment) -> [TargetState] {
        let due = nextLook.load(ordering: .relaxed)
        guard members.count > 1, now.nanoseconds >= due else { return [] }
        let next = (now + Self.interval).nanoseconds
        // Of several loops that find it due, one looks.
        guard nextLook.compareExchange(expected: due, desired: next, ordering: .relaxed).exchanged else { return [] }
        let samples = members.map { member in
            OutlierSample(
                totals: member.target.totals(now: now),
                isAvailable: member.target.snapshot(credentials: member.credentials, now: now).availability
                    == .available
            )
        }
        return ejector.withLock { ejector in
            let ejected = ejector.evaluate(samples, now: now)
            let end = ejected.compactMap { ejector.ejectedUntil($0, now: now)?.nanoseconds }.max() ?? .min
            lastEnd.store(max(end, lastEnd.load(ordering: .relaxed)), ordering: .releasing)
            return ejected.map { members[$0].target }
        }
    }
}
