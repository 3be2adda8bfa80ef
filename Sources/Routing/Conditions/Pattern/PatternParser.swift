/// Reads a regular expression into a tree.
struct PatternParser {
    private static let maximumDepth = 50
    private static let maximumRepeats = 1000

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    /// Whether the expression began with `(?i)`.
    private(set) var ignoresCase = false

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func error(_ reason: PatternError.Reason, at place: Int? = nil) -> PatternError {
        PatternError(reason: reason, position: place ?? position)
    }

    private mutating func take(_ text: String) -> Bool {
        guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    /// Reads the whole expression.
    mutating func parse() throws(PatternError) -> PatternNode {
        ignoresCase = take("(?i)")
        let node = try choice()
        if next != nil { throw error(.unexpectedClosing) }
        return node
    }

    private mutating func choice() throws(PatternError) -> PatternNode {
        var options = [try sequence()]
        while take("|") { options.append(try sequence()) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" { parts.append(try repetition()) }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func repetition() throws(PatternError) -> PatternNode {
        let node = try atom()
        let bounds: (least: Int, most: Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{": bounds = try bracedBounds()
        default: return node
        }
        position += 1
        _ = take("?")
        if let next, "*+?{".unicodeScalars.contains(next) { throw error(.nothingToRepeat) }
        return .repetition(node, least: bounds.least, most: bounds.most)
    }

    private mutating func bracedBounds() throws(PatternError) -> (least: Int, most: Int?) {
        let start = position
        position += 1
        guard let least = number() else { throw error(.invalidBounds, at: start) }
        var most: Int? = least
        if take(",") { most = next == "}" ? nil : number() ?? -1 }
        guard next == "}", most ?? least >= least else { throw error(.invalidBounds, at: start) }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while let digit = next?.value, (0x30...0x39).contains(digit), value <= Self.maximumRepeats {
            value = value * 10 + Int(digit - 0x30)
            position += 1
        }
        return position > start && value <= Self.maximumRepeats ? value : nil
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next else { return .empty }
        let start = position
        position += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .set(try characterClass(from: start))
        case ".": return .set(.notLineFeed)
        case "^": return .assertion(.textStart)
        case "$": return .assertion(.textEnd)
        case "*", "+", "?", "{": throw error(.nothingToRepeat, at: start)
        case "\\":
            if take("b") { return .assertion(.wordBoundary) }
            if take("B") { return .assertion(.noWordBoundary) }
            return .set(try escape(from: start))
        default: return .set(ScalarSet(scalar))
        }
    }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        if !take("?:"), next == "?" { throw error(.unsupportedGroup, at: start) }
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth { throw error(.tooDeep, at: start) }
        let node = try choice()
        guard take(")") else { throw error(.unclosedGroup, at: start) }
        return node
    }

    /// What follows a `\`, other than a boundary.
    private mutating func escape(from start: Int) throws(PatternError) -> ScalarSet {
        guard let scalar = next else { throw error(.unknownEscape, at: start) }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "w": return .words
        case "W": return ScalarSet.words.inverted
        case "s": return .spaces
        case "S": return ScalarSet.spaces.inverted
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "t": return ScalarSet("\t")
        default:
            // Letters and digits are kept free for meanings that other engines give them.
            guard scalar.isASCII, !ScalarSet.words.contains(scalar.value) || scalar == "_" else {
                throw error(.unknownEscape, at: start)
            }
            return ScalarSet(scalar)
        }
    }

    private mutating func characterClass(from start: Int) throws(PatternError) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = next {
            if scalar == "]" {
                if ranges.isEmpty { throw error(.emptyClass, at: start) }
                position += 1
                return ScalarSet(ranges, isNegated: isNegated)
            }
            let place = position
            let first = try classElement()
            // A hyphen at the end of a class means itself.
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                ranges += first.positiveRanges
                continue
            }
            position += 1
            let last = try classElement()
            guard let low = first.single, let high = last.single, low <= high else {
                throw error(.invalidRange, at: place)
            }
            ranges.append(low...high)
        }
        throw error(.unclosedClass, at: start)
    }

    private mutating func classElement() throws(PatternError) -> ScalarSet {
        let start = position
        guard let scalar = next else { throw error(.unclosedClass, at: start) }
        position += 1
        return scalar == "\\" ? try escape(from: start) : ScalarSet(scalar)
    }
}

extension ScalarSet {
    /// The one scalar of a set of one.
    fileprivate var single: UInt32? {
        guard !isNegated, ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }
}
