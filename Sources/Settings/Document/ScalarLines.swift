/// A text as lines of Unicode scalars, addressed the way YAML counts positions.
struct ScalarLines {
    /// Each line with its break.
    private var lines: [[Unicode.Scalar]]

    /// Splits at the breaks of YAML 1.1 (§4.2), which is what libyaml counts: LF, CR, CR LF, NEL, LS and PS.
    init(_ text: String) {
        lines = []
        var line: [Unicode.Scalar] = []
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            line.append(scalar)
            switch scalar {
            case "\r" where next == "\n": continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(line)
                line = []
            default: continue
            }
        }
        lines.append(line)
    }

    var text: String {
        // Not by `UnicodeScalarView.append(contentsOf:)`, which copies the whole text each time.
        var bytes: [UInt8] = []
        for line in lines {
            for scalar in line { bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The length of the text in UTF-8, in bytes.
    var utf8Count: Int { lines.reduce(0) { sum, line in line.reduce(sum) { $0 + UTF8.width($1) } } }

    /// The scalar at a position; nil outside the text. Setting outside the text does nothing.
    subscript(position: Position) -> Unicode.Scalar? {
        get {
            guard contains(position) else { return nil }
            return lines[position.line - 1][position.column - 1]
        }
        set {
            guard let newValue, contains(position) else { return }
            lines[position.line - 1][position.column - 1] = newValue
        }
    }

    func firstPosition(where matches: (Unicode.Scalar) -> Bool) -> Position? {
        for (index, line) in lines.enumerated() {
            if let column = line.firstIndex(where: matches) { return Position(line: index + 1, column: column + 1) }
        }
        return nil
    }

    mutating func replaceAll(_ old: Unicode.Scalar, by new: Unicode.Scalar) {
        for line in lines.indices where lines[line].contains(old) {
            lines[line] = lines[line].map { $0 == old ? new : $0 }
        }
    }

    /// The place of a byte of the text in UTF-8.
    func position(ofUTF8Offset offset: Int) -> Position? {
        var rest = offset
        for (index, line) in lines.enumerated() {
            for (column, scalar) in line.enumerated() {
                rest -= UTF8.width(scalar)
                if rest < 0 { return Position(line: index + 1, column: column + 1) }
            }
        }
        return nil
    }

    /// Whether a line has a `${` without a quote before it.
    func hasUnquotedVariable(on line: Int) -> Bool {
        guard lines.indices.contains(line - 1) else { return false }
        let scalars = lines[line - 1]
        guard let dollar = scalars.indices.dropLast().first(where: { scalars[$0] == "$" && scalars[$0 + 1] == "{" })
        else { return false }
        return !scalars[..<dollar].contains { $0 == "\"" || $0 == "'" }
    }

    private func contains(_ position: Position) -> Bool {
        lines.indices.contains(position.line - 1) && lines[position.line - 1].indices.contains(position.column - 1)
    }
}
