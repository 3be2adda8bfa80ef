import Configuration
import NIOCore
import Routing
import Upstream

/// What counts for the targets of one public model beside the order they are asked in.
struct ModelSettings: Sendable {
    /// The time limits of one attempt.
    var timeouts: UpstreamTimeouts
    /// The time for a request as a whole, all attempts together.
    var total: TimeAmount
    /// Whether a request that cannot be expressed whole is refused.
    var isStrict: Bool
    /// Who gets copies of some requests.
    var mirror: (target: Target, seat: Seat, share: Double)?
    /// Sets aside targets that fail far more often than their siblings.
    var outliers: OutlierDetector?

    init(timeout: TimeoutConfiguration, isStrict: Bool) {
        timeouts = UpstreamTimeouts(timeout)
        total = timeouts.total
        self.isStrict = isStrict
    }
}

extension UpstreamTimeouts {
    init(_ configuration: TimeoutConfiguration) {
        self.init(
            connect: TimeAmount(configuration.connect),
            firstByte: TimeAmount(configuration.firstByte),
            idle: TimeAmount(configuration.idle),
            total: TimeAmount(configuration.total)
        )
    }

    /// The same limits, but nothing beyond a while.
    func bounded(by rest: TimeAmount) -> UpstreamTimeouts {
        var timeouts = self
        timeouts.total = min(total, rest)
        return timeouts
    }
}
