/// How requests wait where as many are in flight as may be.
public struct QueueConfiguration: Sendable, Hashable {
    /// The most requests that wait; further ones are refused.
    public let length: Int
    /// How long one waits at most.
    public let timeout: Duration

    /// Puts a queue together in code; nothing is checked. The defaults are those of the document.
    public init(length: Int = 1000, timeout: Duration = .seconds(10)) {
        self.length = length
        self.timeout = timeout
    }
}
