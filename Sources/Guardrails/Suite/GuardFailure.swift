/// A guardrail that could not look, and lets nothing pass then.
public struct GuardFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Its name.
    public var guardrail: String
    /// What went wrong, for the log; no word of a text.
    public var reason: String

    /// A failure.
    public init(guardrail: String, reason: String) {
        self.guardrail = guardrail
        self.reason = reason
    }

    /// The name and the reason.
    public var description: String { "the guardrail '\(guardrail)' failed: \(reason)" }
}
