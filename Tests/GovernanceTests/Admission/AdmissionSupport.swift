import Governance
import ModelAPI
import Pricing
import Routing
import Testing

/// Meters on a simulated clock, with the few calls that tests of limits and budgets repeat.
final class MeterBench {
    var now = Moment(nanoseconds: 1_000_000_000_000)
    /// 2026-11-21 12:00 UTC.
    var wall = WallTime(seconds: 1_795_262_400)
    let meters: MeterSet

    init(limits: [LimitPolicy] = [], budgets: [BudgetPolicy] = [], state: BudgetState? = nil) throws {
        let wall = wall
        meters = MeterSet(
            limits: limits.map { LimitMeter(scope: .team("dev"), policy: $0) },
            budgets: try budgets.map { try BudgetMeter(scope: .team("dev"), policy: $0, state: state, at: wall) }
        )
    }

    func advance(_ duration: Duration) {
        now = now + duration
        wall.seconds += duration.components.seconds
    }

    func admit(_ estimate: AdmissionEstimate = .small, isDowngraded: Bool = false) -> AdmissionOutcome {
        Admission.admit(meters, estimate: estimate, isDowngraded: isDowngraded, at: now, wall: wall)
    }

    /// Lets a request in that used nothing beyond having been let in.
    func pass() -> Bool {
        guard case .admitted(let reservation) = admit() else { return false }
        _ = settle(reservation, input: 0, output: 0, cost: .zero)
        return true
    }

    /// Admits and settles at once: the events, or `nil` where the request was not admitted.
    func spend(_ cost: Money) -> [BudgetEvent.Kind]? {
        guard case .admitted(let reservation) = admit(AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: cost))
        else { return nil }
        return settle(reservation, input: 1, output: 1, cost: cost)
    }

    @discardableResult
    func settle(_ reservation: Reservation, input: Int, output: Int, cost: Money?) -> [BudgetEvent.Kind] {
        var usage = Usage()
        usage.input = input
        usage.output = output
        return reservation.settle(usage: usage, cost: cost, at: now, wall: wall).kinds
    }

    var budget: BudgetReading { meters.budgets[0].reading(at: wall) }
    var limit: LimitReading { meters.limits[0].reading(at: now) }
}

extension AdmissionEstimate {
    static let small = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .zero)
}

extension AdmissionOutcome {
    var reservation: Reservation? {
        if case .admitted(let reservation) = self { reservation } else { nil }
    }

    var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

extension [GovernanceEvent] {
    var kinds: [BudgetEvent.Kind] {
        map { event in
            switch event {
            case .budget(let event): event.kind
            }
        }
    }
}

extension Money {
    static func cents(_ cents: Int) -> Money { Money(attos: Int128(cents) * 10_000_000_000_000_000) }
}

/// Random numbers that are the same in every run (SplitMix64).
struct HistoryGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
