public import NIOCore

/// Bounds of what one endpoint may use. Every queue and buffer on the way to a provider has one here.
public struct UpstreamLimits: Hashable, Sendable {
    /// Connections per event loop, those being opened included.
    public var maxConnectionsPerLoop: Int
    /// Requests per event loop that may wait for a connection; the next one is refused at once.
    public var maxWaitingPerLoop: Int
    /// How long an unused connection is kept.
    public var idleKeepAlive: TimeAmount
    /// The longest head of an answer, in bytes.
    public var maxHeadBytes: Int
    /// The longest body that may come out of a compressed one, in bytes.
    public var maxDecompressedBytes: Int
    /// How many times longer than what came over the wire a decompressed body may be.
    public var maxDecompressionRatio: Int

    /// Makes a set of limits.
    /// - Parameters:
    ///   - maxConnectionsPerLoop: Connections per event loop, at least 1.
    ///   - maxWaitingPerLoop: Requests that may wait per event loop.
    ///   - idleKeepAlive: How long an unused connection is kept.
    ///   - maxHeadBytes: The longest head of an answer, in bytes.
    ///   - maxDecompressedBytes: The longest decompressed body, in bytes.
    ///   - maxDecompressionRatio: The highest ratio of decompressed to received bytes.
    public init(
        maxConnectionsPerLoop: Int = 1024,
        maxWaitingPerLoop: Int = 1024,
        idleKeepAlive: TimeAmount = .seconds(60),
        maxHeadBytes: Int = 64 * 1024,
        maxDecompressedBytes: Int = 64 * 1024 * 1024,
        maxDecompressionRatio: Int = 100
    ) {
        self.maxConnectionsPerLoop = Swift.max(1, maxConnectionsPerLoop)
        self.maxWaitingPerLoop = Swift.max(0, maxWaitingPerLoop)
        self.idleKeepAlive = idleKeepAlive
        self.maxHeadBytes = maxHeadBytes
        self.maxDecompressedBytes = maxDecompressedBytes
        self.maxDecompressionRatio = maxDecompressionRatio
    }
}
