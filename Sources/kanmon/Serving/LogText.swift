/// Texts that callers choose, as they may stand in a log: on one line, and without anything that a terminal obeys.
enum LogText {
    /// A text with what would end its line, or be obeyed by a terminal, written as `\u{1b}`.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var clean = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                clean += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }

    /// Control characters, the separators of lines and paragraphs, and what turns the direction of a text.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
