import NIOCore
import Routing
import Settings
import Upstream

/// What counts for the targets of one public model beside the order they are asked in.
final class ModelSettings: Sendable {
    /// The time limits of one attempt.
    let timeouts: UpstreamTimeouts
    /// The time for a request as a whole, all attempts together.
    let total: TimeAmount
    /// Whether a request that cannot be expressed whole is refused.
    let isStrict: Bool
    /// Who gets copies of some requests.
    let mirror: Mirroring?
    /// Sets aside targets that fail far more often than their siblings.
    let outliers: OutlierDetector?

    /// Who gets copies, and of how many requests.
    struct Mirroring: Sendable {
        var target: Target
        var seat: Seat
        /// Of all requests, 0 to 1.
        var share: Double
    }

    init(
        timeout: TimeoutConfiguration,
        isStrict: Bool,
        mirror: Mirroring? = nil,
        outliers: OutlierDetector? = nil
    ) {
        timeouts = UpstreamTimeouts(timeout)
        total = timeouts.total
        self.isStrict = isStrict
        self.mirror = mirror
        self.outliers = outliers
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
