/// A word, number, name or piece of code that says something.
struct TextToken {
    /// What kind of thing it is.
    enum Shape: UInt8 {
        /// A word of the lexicon.
        case known
        /// A word the lexicon lacks.
        case word
        /// A capitalised word the lexicon lacks, or an acronym.
        case name
        /// A number, date or time.
        case number
        /// A run of katakana.
        case katakana
        /// One or more kanji.
        case kanji
        /// A run of hiragana the lexicon lacks.
        case hiragana
        /// An identifier, path, address or URL: compared as it is written.
        case code
    }

    /// Equal for tokens that mean the same.
    let key: UInt64
    /// The concept in the lexicon; -1 where the word is not known.
    let concept: Int32
    let shape: Shape
    /// What it weighs, 0 to 1.5.
    let weight: Float
    /// Where it is among the text's scalars.
    let start: Int32
    let end: Int32
    /// For a number, its value.
    let value: Double
    /// For a number, what of.
    let measure: Measure

    /// What a number tells.
    enum Measure: UInt8 {
        case plain
        case year
        case month
        case day
        /// Minutes since midnight.
        case time
        case version
    }

    /// The hash of a number, by what it tells.
    static func hash(of value: Double, _ measure: Measure) -> UInt64 {
        var hash = TextHash(seed: measure == .plain ? 0x4E : 0x5000 + UInt64(measure.rawValue))
        hash.add(value.bitPattern)
        return hash.mixed
    }
}
