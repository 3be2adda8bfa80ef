/// What came of a call's guardrails, for its trace.
public struct GuardReport: Hashable, Sendable {
    /// The guardrails that held for the call.
    public let guardrails: [String]
    /// The strictest thing that one of them has done, in a word; `pass` for nothing. Those that only monitor do nothing.
    public let verdict: String
    /// How often each thing was done, by its word, in the words' order; `monitor` for what was only noted.
    public let actions: [String: Int]
    /// The guardrails that could not look, each with the reason.
    public let failures: [String]
}
