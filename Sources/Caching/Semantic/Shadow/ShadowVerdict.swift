/// What came of comparing a question with the stored ones.
public enum ShadowVerdict: Hashable, Sendable {
    /// One of them says the same, this surely.
    case same(SemanticLevel)
    /// The one most like it says something else, for this reason.
    case different(Disagreement.Code)
    /// There was none like it.
    case none

    /// A word for reports: `exact`, `high`, `broad`, a code of ``Disagreement``, or `none`.
    public var name: String {
        switch self {
        case .same(.exact): "exact"
        case .same(.high): "high"
        case .same(.broad): "broad"
        case .different(let code): code.rawValue
        case .none: "none"
        }
    }
}
