/// How much of one thing a scope may use in a time: `requests_per_minute: 600`.
public struct LimitPolicy: Hashable, Sendable {
    /// What is counted.
    public enum Resource: String, Hashable, Sendable, CaseIterable {
        case requests
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        /// Input and output tokens together.
        case tokens
    }

    /// The time that the amount is for.
    public enum Window: String, Hashable, Sendable, CaseIterable {
        case second, minute, hour, day
        /// No time: how many are under way at once. Only of requests.
        case concurrent
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
}
