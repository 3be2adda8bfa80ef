/// What becomes of a call after guardrails have looked at a text of it.
public enum GuardVerdict: Sendable, Hashable {
    /// It goes on, with the text as it has been edited.
    case pass
    /// The model is asked once more.
    case reask(guardrail: String)
    /// It goes to another model.
    case route(model: String, guardrail: String)
    /// It ends here. The caller is told the kind, and neither rule nor value.
    case block(FindingType, guardrail: String)

    /// The stricter of two; of two as strict this one.
    public func joined(with other: GuardVerdict) -> GuardVerdict { other.strictness > strictness ? other : self }

    private var strictness: Int {
        switch self {
        case .pass: 0
        case .reask: 1
        case .route: 2
        case .block: 3
        }
    }
}
