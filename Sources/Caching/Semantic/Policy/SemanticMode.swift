/// What becomes of an answer that is found by meaning; the raw value is what a document writes.
public enum SemanticMode: String, Sendable, Hashable, CaseIterable {
    /// It is given.
    case serve
    /// It is only written down that it would have been given.
    case shadow
}
