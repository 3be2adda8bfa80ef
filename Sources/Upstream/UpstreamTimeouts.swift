public import NIOCore

/// How long the phases of one exchange may take.
///
/// A configuration's timeouts are another type: they are about a model's request with all its attempts, and know nothing
/// of NIO. These are what one attempt gets of them, in the unit its clock counts in, so that nothing is converted on a
/// request.
///
/// Deadlines are checked by a coarse timer, so that a timeout may fire up to 100 ms late.
public struct UpstreamTimeouts: Hashable, Sendable {
    /// Until a connection is ready to be used: waiting for a free one, resolving, TCP, proxy and TLS together.
    public var connect: TimeAmount
    /// From sending the request until the first byte of the answer's body, or until the caller says that the first
    /// content has come, see ``UpstreamRequest/FirstByte``.
    public var firstByte: TimeAmount
    /// Between two arrivals of bytes of the body, but for those that the reader has marked as a mere keep-alive, see
    /// ``UpstreamBody/markKeepAlive()``. It stands still while the reader is the one who is slow.
    public var idle: TimeAmount
    /// From the call until the last byte of the body.
    public var total: TimeAmount

    /// Makes a set of timeouts.
    /// - Parameters:
    ///   - connect: Until a connection is ready.
    ///   - firstByte: Until the body begins.
    ///   - idle: Between bytes of the body.
    ///   - total: The whole exchange.
    public init(
        connect: TimeAmount = .seconds(5),
        firstByte: TimeAmount = .seconds(30),
        idle: TimeAmount = .seconds(60),
        total: TimeAmount = .minutes(10)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}

extension NIODeadline {
    /// The moment `amount` later; an amount too long to be represented means never.
    func after(_ amount: TimeAmount) -> NIODeadline {
        let (sum, overflow) = Int64(clamping: uptimeNanoseconds).addingReportingOverflow(amount.nanoseconds)
        return overflow ? .distantFuture : .uptimeNanoseconds(UInt64(clamping: sum))
    }
}
