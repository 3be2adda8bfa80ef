/// How sure a semantic hit is. A smaller number is surer.
public enum SemanticLevel: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// The texts are equal after normalising.
    case exact = 1
    /// The score reaches the high threshold, and everything said in one text is said in the other.
    case high = 2
    /// The score reaches the broad threshold, and the texts differ in words of little weight at most.
    case broad = 3

    /// Orders the surer level first.
    public static func < (left: SemanticLevel, right: SemanticLevel) -> Bool { left.rawValue < right.rawValue }
}
