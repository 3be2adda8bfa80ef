import NIOCore
import Routing

/// Decides what follows on the failures of one call, and draws from the retry budget what that costs.
struct Retries {
    let budget: RetryBudget
    /// The most tries of a target that the caller wants; never more than the model's own.
    let mostTries: Int?
    /// How often the call has changed to another target.
    private var failovers = 0

    init(_ budget: RetryBudget, mostTries: Int?) {
        self.budget = budget
        self.mostTries = mostTries
    }

    /// What has failed, and what is left.
    struct Situation {
        var failure: AttemptFailure
        var target: PlannedTarget
        /// Tries of the target so far, the failed one included.
        var tries: Int
        /// Those that follow in the plan.
        var others: ArraySlice<PlannedTarget>
        /// The time that the request as a whole has left.
        var remaining: TimeAmount
    }

    /// Decides.
    /// - Returns: what is done, and whether the target would take another request now.
    mutating func decide(
        _ situation: Situation,
        random: inout JitterSource
    ) -> (decision: RetryDecision, availability: TargetSnapshot.Availability) {
        let now = Moment.now()
        let seat = situation.target.seat
        let availability = seat.state.snapshot(credentials: seat.credentials, now: now).availability
        var facts = RetrySituation(
            failure: situation.failure.kind,
            retryAfter: situation.failure.retryAfter,
            tries: situation.tries,
            hasOtherTarget: situation.others.contains { $0.isAvailable(now) },
            remaining: .nanoseconds(situation.remaining.nanoseconds)
        )
        facts.targetRefusesFor = availability.until.map { max(.zero, $0 - now) } ?? .zero
        facts.hasOtherCredential = availability == .available && seat.provider.credentials.count > 1
        var policy = situation.target.step.route.retry
        if let mostTries { policy.attempts = min(policy.attempts, mostTries) }
        var decision = RetryDecision.decide(facts, policy: policy, random: &random)
        if mustDraw(for: decision), !budget.withdraw(now: now) {
            // What another target costs nothing extra is still done.
            let isFree = facts.hasOtherTarget && failovers == 0
            decision = RetryDecision(isFree ? .nextTarget : .stop, .budget)
        }
        if decision.action == .nextTarget { failovers += 1 }
        return (decision, availability)
    }

    /// Whether a decision costs something of the retry budget. A request's first change to another target or credential
    /// does not: it puts no load on whoever has trouble.
    private func mustDraw(for decision: RetryDecision) -> Bool {
        switch decision.action {
        case .sameTarget: decision.reason != .otherCredential || failovers > 0
        case .nextTarget: failovers > 0
        case .stop: false
        }
    }
}
