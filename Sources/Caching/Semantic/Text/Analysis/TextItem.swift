/// A word, number or the like that was read of a text, before phrases are looked up.
struct TextItem {
    enum Kind {
        case word
        case number(Double, TextToken.Measure)
        case code
        /// A word of the lexicon found in a run without spaces.
        case form(Int)
        /// A run without spaces the lexicon lacks.
        case unknown(ScalarClass)
        /// The end of a clause.
        case stop
    }

    let kind: Kind
    let symbol: UInt32
    let hash: UInt64
    let start: Int
    let end: Int
    let isCapital: Bool

    /// Whether it is a word of a script with spaces.
    var isWord: Bool {
        if case .word = kind { return true }
        return false
    }
}
