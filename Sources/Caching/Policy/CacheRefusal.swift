/// Why a request is not answered from the cache, or an answer not stored. The names stand in `x-kanmon-cache` and in logs.
public enum CacheRefusal: Hashable, Sendable {
    // MARK: Of requests

    /// The cache is switched off here, or left to requests and this one did not ask.
    case off
    /// A rule denies it.
    case rule(String)
    /// The request declined (`bypass`, `no-store`).
    case declined
    /// The temperature is above the bound, and the request did not ask.
    case temperature
    /// The provider is asked to keep the answer (`store`).
    case store
    /// The request goes on where an earlier one ended, or runs elsewhere, so its answer depends on more than itself.
    case stateful
    /// A tool of the provider's looks at the world: a web search, code, files.
    case serverTool
    /// More answers are asked for than are cached.
    case choices
    /// The body is larger than the bound.
    case requestTooLarge
    /// Nothing is asked.
    case empty

    // MARK: Of answers

    /// It is an error.
    case error
    /// It ended at the most tokens, or at the end of the context.
    case truncated
    /// A filter stopped it.
    case filtered
    /// The model refused.
    case refused
    /// The provider paused it.
    case paused
    /// It ended for a reason that nobody knows.
    case malformed
    /// It ended before it was complete.
    case incomplete
    /// It says nothing.
    case nothing
    /// It is larger than the bound.
    case answerTooLarge

    /// The name: a rule's own name behind it.
    public var name: String {
        switch self {
        case .off: "off"
        case .rule(let name): "rule:\(name)"
        case .declined: "declined"
        case .temperature: "temperature"
        case .store: "store"
        case .stateful: "stateful"
        case .serverTool: "server-tool"
        case .choices: "choices"
        case .requestTooLarge: "request-too-large"
        case .empty: "empty"
        case .error: "error"
        case .truncated: "truncated"
        case .filtered: "filtered"
        case .refused: "refused"
        case .paused: "paused"
        case .malformed: "malformed"
        case .incomplete: "incomplete"
        case .nothing: "no-content"
        case .answerTooLarge: "answer-too-large"
        }
    }
}
