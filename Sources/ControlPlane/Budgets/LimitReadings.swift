public import Governance
import NIOCore
public import Routing

/// Tells where limits stand: the part of ``RuntimeStatus`` that the meters know.
public struct LimitReadings: Sendable {
    private let meters: MeterBook
    private let clock: ControlClock
    private let moment: @Sendable () -> Moment

    /// - Parameters:
    ///   - meters: the meters in use.
    ///   - clock: the wall clock.
    ///   - moment: the monotonic clock that limits are counted by; by default the one of the gateway's event loops.
    public init(
        _ meters: MeterBook,
        clock: ControlClock,
        moment: (@Sendable () -> Moment)? = nil
    ) {
        self.meters = meters
        self.clock = clock
        self.moment =
            moment ?? { Moment(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds)) }
    }

    /// Where the limits of a scope stand; empty where it has none.
    public func limits(on scope: Scope) -> [LimitReading] {
        let now = moment()
        if case .keyModel(let key, let model) = scope {
            return meters.meters(key: key, model: model, at: now).map { $0.reading(at: now) }
        }
        return meters.meters(for: [scope], at: WallTime(seconds: clock.seconds)).limits.map { $0.reading(at: now) }
    }
}
