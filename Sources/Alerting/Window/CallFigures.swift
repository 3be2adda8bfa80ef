/// What the calls of a window come to.
public struct CallFigures: Hashable, Sendable {
    /// How many there were.
    public var calls = 0
    /// How many failed by the gateway's or a provider's fault.
    public var errors = 0
    /// For how many more than one target was asked.
    public var fallbacks = 0
    /// How many were answered from the cache.
    public var hits = 0
    /// How many answers had a first content.
    public var timed = 0
    /// The 99th percentile of the time to the first content, in seconds, to about 3 %; `nil` where none had one.
    public var p99: Double?
    /// How often each provider refused the gateway's credential.
    public var refusals: [String: Int] = [:]
    /// How many calls had no known price, by model.
    public var unpriced: [String: Int] = [:]

    /// Nothing.
    public init() {}
}
