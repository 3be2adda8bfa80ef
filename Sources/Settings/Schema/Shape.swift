import JSONText

/// What a value looks like: enough to tell people, editors (JSON Schema) and the reader of a document.
indirect enum Shape: Sendable {
    case boolean
    case integer(ClosedRange<Int>)
    case number(NumberRange)
    /// An exact decimal number, also as a string. The pattern describes strings.
    case decimal(words: String, minimum: Double, maximum: Double, pattern: String)
    /// A part of a whole: a number from 0 to 1, or a percentage as a string.
    case share(isZeroAllowed: Bool)
    /// A string. The pattern (ECMA 262, unanchored at both ends by itself) describes what it holds after substitution.
    case text(words: String, pattern: String?)
    /// A size in bytes: an integer, or a string with a unit.
    case size(ClosedRange<Int>)
    /// One of a few strings.
    case choice([String])
    /// A string, a number or a truth value.
    case single
    /// Whichever of the two it looks like.
    case either(Shape, Shape)
    case list(Shape, minimumCount: Int)
    /// A mapping from names of the document's own choosing.
    case map(NameRule, Shape, minimumCount: Int)
    case section(SectionDescription)
    /// A section inside itself, by its ``SectionDescription/definition``.
    case reference(String)

    /// The type in one word or two, for tables and messages.
    var words: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range) where range.count == 1: "`\(range.lowerBound)`"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "number, \(range.words)"
        case .share(isZeroAllowed: true): "share, 0 to 1 or 0% to 100%"
        case .share(isZeroAllowed: false): "share, more than 0, up to 1 or 100%"
        case .text(let words, _), .decimal(let words, _, _, _): words
        case .size(let range): "size, \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .single: "string, number, true or false"
        case .either(let one, let other): "\(one.words), or \(other.words)"
        case .list(let element, _): element.placeholder.map { "list of \($0)" } ?? "list"
        case .map(_, let element, _): element.placeholder.map { "mapping to \($0)" } ?? "mapping"
        case .section: placeholder ?? "mapping"
        case .reference(let name): name
        }
    }

    /// How the reference calls a section that it lists once.
    private var placeholder: String? {
        if case .section(let section) = self { section.placeholder.map { "`\($0)`" } } else { nil }
    }

    /// The sections that values of this shape hold directly, without those inside these.
    var sections: [SectionDescription] {
        switch self {
        case .section(let section): [section]
        case .list(let element, _), .map(_, let element, _): element.sections
        case .either(let one, let other): one.sections + other.sections
        default: []
        }
    }
}
