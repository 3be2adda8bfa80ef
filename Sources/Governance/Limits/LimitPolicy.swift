/// How much of one thing a scope may use in a time: `requests_per_minute: 600`.
public struct LimitPolicy: Hashable, Sendable {
    /// What is counted.
    public enum Resource: String, Hashable, Sendable, CaseIterable {
        /// Requests.
        case requests
        /// Tokens sent, cached ones included.
        case inputTokens = "input_tokens"
        /// Tokens produced, reasoning included.
        case outputTokens = "output_tokens"
        /// Input and output tokens together.
        case tokens
    }

    /// The time that the amount is for.
    public enum Window: String, Hashable, Sendable, CaseIterable {
        /// One second.
        case second
        /// 60 seconds.
        case minute
        /// 60 minutes.
        case hour
        /// 24 hours.
        case day
        /// No time: how many are under way at once. Only of requests.
        case concurrent
    }

    /// What makes two policies of a scope the same one, so that a change of the amount keeps the count.
    public struct ID: Hashable, Sendable {
        /// What is counted.
        public let resource: Resource
        /// The time that the amount is for.
        public let window: Window

        /// The identity of a limit of that resource in that window.
        public init(resource: Resource, window: Window) {
            self.resource = resource
            self.window = window
        }
    }

    /// What is counted.
    public var resource: Resource
    /// The time that the amount is for.
    public var window: Window
    /// The most that is let through; zero lets nothing through.
    public var amount: Int

    /// A limit of `amount` of a resource in a window.
    public init(_ resource: Resource, per window: Window, _ amount: Int) {
        self.resource = resource
        self.window = window
        self.amount = amount
    }

    /// What makes it the same policy when its amount changes.
    public var id: ID { ID(resource: resource, window: window) }

    /// Whether it can be enforced: throws what is wrong with it.
    ///
    /// - Throws: ``PolicyProblem`` where the amount is negative or tokens are to be counted by how many are under way.
    public func validate() throws(PolicyProblem) {
        if amount < 0 { throw .negativeAmount }
        if window == .concurrent, resource != .requests { throw .concurrentTokens }
    }
}

extension LimitPolicy.Window {
    /// How long it is, in nanoseconds; `nil` of ``concurrent``.
    public var nanoseconds: Int64? {
        switch self {
        case .second: 1_000_000_000
        case .minute: 60_000_000_000
        case .hour: 3_600_000_000_000
        case .day: 86_400_000_000_000
        case .concurrent: nil
        }
    }
}
