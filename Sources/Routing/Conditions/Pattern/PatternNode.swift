/// A regular expression as a tree.
indirect enum PatternNode {
    /// Something that holds between two characters.
    enum Assertion {
        case textStart
        case textEnd
        case wordBoundary
        case noWordBoundary
    }

    case empty
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repetition(PatternNode, least: Int, most: Int?)
}
