/// How a provider is asked whether it is well, beside what its answers tell.
public struct HealthCheckConfiguration: Sendable, Hashable {
    /// The path to ask for, from the root of the provider's host; it begins with `/`.
    public let path: String
    /// The time from one check's start to the next one's.
    public let interval: Duration
    /// How long an answer may take; not longer than ``interval``.
    public let timeout: Duration

    /// Puts a check together in code; nothing is checked. The defaults are those of the document.
    public init(path: String, interval: Duration = .seconds(10), timeout: Duration = .seconds(2)) {
        self.path = path
        self.interval = interval
        self.timeout = timeout
    }
}
