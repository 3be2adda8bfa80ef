/// When and how often a target is tried again.
public struct RetryPolicy: Hashable, Sendable {
    /// The most tries of one target, the first one included.
    public var attempts: Int
    /// The failures after which trying again, here or at the next target, is worth while.
    public var on: Set<FailureClass>
    /// The wait before the first retry, doubled for each further one; the wait taken is a random part of it (full jitter).
    public var initialBackoff: Duration
    /// The longest wait. A provider that asks for a longer one is not waited for.
    public var maximumBackoff: Duration

    /// Creates a policy; the defaults are those of the configuration.
    public init(
        attempts: Int = 2,
        on: Set<FailureClass> = RetryPolicy.standardClasses,
        initialBackoff: Duration = .milliseconds(200),
        maximumBackoff: Duration = .seconds(5)
    ) {
        self.attempts = attempts
        self.on = on
        self.initialBackoff = initialBackoff
        self.maximumBackoff = maximumBackoff
    }

    /// What is retried unless the configuration says otherwise: everything that another try or target may well not meet.
    public static let standardClasses: Set<FailureClass> = [
        .status(408), .status(409), .status(425), .status(429), .status(500), .status(502), .status(503), .status(504),
        .status(529), .connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow, .credential, .quota,
        .busy,
    ]
}
