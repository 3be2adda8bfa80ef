public import NIOCore

/// Writes the bytes of a streamed answer of the control plane.
public struct ControlWriter: Sendable {
    /// The client has gone.
    public struct ClientGone: Error {}

    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    /// Sends bytes, and waits while the client is behind with reading.
    /// - Throws: ``ClientGone``.
    public func write(_ bytes: ByteBuffer) async throws {
        let exchange = exchange
        let isThere = await withTaskExecutorPreference(exchange.executor) { await exchange.writeStream(bytes) }
        if !isThere { throw ClientGone() }
    }
}
