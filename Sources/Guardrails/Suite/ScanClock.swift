/// How long a guardrail has looked at texts; asked behind some text only, so that short ones cost nothing.
struct ScanClock {
    /// It has looked longer than it may.
    struct Expired: Error, CustomStringConvertible {
        var description: String { "it took longer than it may" }
    }

    private let end: ContinuousClock.Instant?
    private var bytes = 0

    /// Behind so many bytes it is asked.
    private static let stride = 16 << 10

    /// - Parameter time: how long it may take; `nil` for as long as it takes.
    init(_ time: Duration?) { end = time.map { ContinuousClock.now + $0 } }

    /// So many bytes more have been looked at.
    /// - Throws: ``Expired``
    mutating func pass(_ count: Int) throws(Expired) {
        guard let end else { return }
        bytes += count
        guard bytes >= Self.stride else { return }
        bytes = 0
        if ContinuousClock.now > end { throw Expired() }
    }
}
