/// Which findings a guardrail is about.
public enum GuardCoverage: Sendable, Hashable {
    /// What the built-in detectors find: personal data, and secrets.
    case personalData
    /// Secrets alone.
    case secrets
    /// Attempts to take a model away from its instructions.
    case injection
    /// What it finds itself: the names of its rules begin with its own name and a colon.
    case own

    /// Whether a finding is one of these.
    /// - Parameter name: the guardrail's name.
    func covers(_ finding: Finding, of name: String) -> Bool {
        switch self {
        case .own:
            let rule = finding.rule.utf8
            return rule.count > name.utf8.count && rule.starts(with: name.utf8)
                && rule[rule.index(rule.startIndex, offsetBy: name.utf8.count)] == UInt8(ascii: ":")
        case .injection: return finding.type == .injection
        case .secrets: return finding.type == .secret || finding.type == .urlCredentials
        case .personalData: return finding.type != .injection && !finding.rule.utf8.contains(UInt8(ascii: ":"))
        }
    }
}
