/// How a guardrail looks at answers that are streamed.
public enum StreamingMode: String, Sendable, Hashable, CaseIterable {
    /// Nothing goes out before the whole answer has been looked at.
    case strict
    /// What goes out has been looked at; only what may yet become a finding is held back.
    case balanced
    /// Everything goes out at once; findings are noted and nothing is done about them.
    case audit
}
