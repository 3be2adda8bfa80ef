import JSONText

/// What a value looks like: enough to tell people, editors (JSON Schema) and the reader of a document.
indirect enum Shape: Sendable {
    case boolean
    case integer(ClosedRange<Int>)
    /// A number greater than zero, up to the bound.
    case positiveNumber(upTo: Int)
    /// A string. The pattern (ECMA 262, unanchored at both ends by itself) describes what it holds after substitution.
    case text(words: String, pattern: String?)
    /// A size in bytes: an integer, or a string with a unit.
    case size(ClosedRange<Int>)
    /// One of a few strings.
    case choice([String])
    case list(Shape, minimumCount: Int)
    /// A mapping from names of the document's own choosing.
    case map(NameRule, Shape, minimumCount: Int)
    case section(SectionDescription)

    /// The type in one word or two, for tables and messages.
    var words: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range) where range.count == 1: "`\(range.lowerBound)`"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .positiveNumber(let limit): "number, more than 0, up to \(limit)"
        case .text(let words, _): words
        case .size(let range): "size, \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list: "list"
        case .map, .section: "mapping"
        }
    }
}
