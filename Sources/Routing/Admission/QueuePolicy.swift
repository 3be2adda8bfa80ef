/// How many requests run at the same time, and how many wait for that.
public struct QueuePolicy: Hashable, Sendable {
    /// The most requests in flight.
    public var limit: Int
    /// The most requests that wait.
    public var length: Int
    /// The longest that one waits.
    public var timeout: Duration

    /// Creates a policy; the defaults are those of the configuration.
    public init(limit: Int, length: Int = 1000, timeout: Duration = .seconds(10)) {
        self.limit = limit
        self.length = length
        self.timeout = timeout
    }
}
