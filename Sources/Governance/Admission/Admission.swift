public import Routing

/// Letting requests in, past all limits and budgets that apply to them, or past none.
public enum Admission {
    /// Asks every meter for what a request may use at worst. All must have room; if one has not, what the others gave is
    /// given back.
    ///
    /// Meters are asked one after the other and not under one lock, so a request that is refused in the end holds something of
    /// the first ones for less than a microsecond, and another may be refused for it. Never is one let in for it.
    ///
    /// - Parameters:
    ///   - meters: What the request has to pass.
    ///   - estimate: What it may use at worst.
    ///   - isDowngraded: Whether it is on its way to the cheaper model that a budget named; such budgets let it pass now.
    ///   - now: The monotonic clock.
    ///   - wall: The wall clock.
    public static func admit(
        _ meters: MeterSet,
        estimate: AdmissionEstimate,
        isDowngraded: Bool = false,
        at now: Moment,
        wall: WallTime
    ) -> AdmissionOutcome {
        var limits: [(meter: LimitMeter, hold: LimitMeter.Hold)] = []
        var budgets: [(meter: BudgetMeter, hold: BudgetAccount.Hold)] = []
        limits.reserveCapacity(meters.limits.count)
        budgets.reserveCapacity(meters.budgets.count)
        var requests: LimitReading?
        var tokens: LimitReading?

        func releaseAll() {
            for (meter, hold) in limits { meter.release(hold) }
            for (meter, hold) in budgets { meter.release(hold) }
        }

        for meter in meters.limits {
            switch meter.take(estimate, at: now) {
            case .taken(let hold, let reading):
                limits.append((meter, hold))
                if meter.id.window == .concurrent { continue }
                if meter.id.resource == .requests {
                    requests = tighter(requests, reading)
                } else {
                    tokens = tighter(tokens, reading)
                }
            case .refused(let reason, let retryAfter, let reading):
                releaseAll()
                return .refused(
                    Refusal(scope: meter.scope, policy: .limit(reading), reason: reason, retryAfter: retryAfter)
                )
            }
        }
        for meter in meters.budgets {
            let (answer, events) = meter.reserve(estimate, isDowngraded: isDowngraded, at: wall)
            switch answer {
            case .taken(let hold):
                budgets.append((meter, hold))
            case .downgrade(let model):
                releaseAll()
                return .downgrade(to: model, events: events)
            case .refused(let reason, let retryAfter):
                releaseAll()
                let policy = Refusal.Policy.budget(meter.policy)
                return .refused(
                    Refusal(scope: meter.scope, policy: policy, reason: reason, retryAfter: retryAfter, events: events)
                )
            }
        }
        return .admitted(Reservation(limits: limits, budgets: budgets, requests: requests, tokens: tokens))
    }

    /// The one of which the smaller share is left.
    private static func tighter(_ one: LimitReading?, _ other: LimitReading) -> LimitReading {
        guard let one else { return other }
        let left = Int128(one.remaining) * Int128(other.limit)
        let right = Int128(other.remaining) * Int128(one.limit)
        return right < left ? other : one
    }
}
