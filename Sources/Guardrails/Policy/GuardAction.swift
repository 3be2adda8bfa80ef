/// What is done about a finding.
public enum GuardAction: Sendable, Hashable {
    /// The call is refused, or its answer ended; the caller learns the category alone.
    case block
    /// The text goes to a model on the premises, by the public name of the model.
    case route(String)
    /// The model is asked once more for an answer without it; only on its answers.
    case reask
    /// The value is taken out.
    case redact
    /// The value is replaced by a keyed hash: equal values stay equal, and nobody can tell which they are.
    case hash
    /// The value is replaced and stays so.
    case mask(MaskStyle)
    /// The value is replaced by a numbered placeholder on the way to the model, and put back into its answer.
    case restore
    /// Nothing is changed; the caller is told by a header.
    case warn
    /// Nothing is changed; it is noted.
    case log
    /// Nothing is changed and nothing is noted.
    case ignore

    /// How strict it is, 0 for ``ignore``: where several guardrails look at one place, the strictest counts.
    public var strictness: Int {
        switch self {
        case .block: 9
        case .route: 8
        case .reask: 7
        case .redact: 6
        case .hash: 5
        case .mask: 4
        case .restore: 3
        case .warn: 2
        case .log: 1
        case .ignore: 0
        }
    }

    /// Whether the text is edited.
    public var edits: Bool { (3...6).contains(strictness) }

    /// The word of policies, logs and metrics.
    public var word: String {
        switch self {
        case .block: "block"
        case .route: "route"
        case .reask: "reask"
        case .redact: "redact"
        case .hash: "hash"
        case .mask: "mask"
        case .restore: "restore"
        case .warn: "warn"
        case .log: "log"
        case .ignore: "ignore"
        }
    }
}
