/// Which names a mapping's keys, or a field that gives a name, may have.
struct NameRule: Sendable {
    /// What is allowed, in words.
    let words: String
    /// The punctuation allowed beside letters and digits; the first character is always a letter or a digit.
    let punctuation: String
    /// The most characters.
    let limit: Int

    static let provider = NameRule(
        words: "letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "._-",
        limit: 64
    )

    static let model = NameRule(
        words: "letters, digits and any of \".\", \"_\", \"-\", \":\", \"/\", \"@\", \"+\", "
            + "starting with a letter or digit, at most 256",
        punctuation: "._:/@+-",
        limit: 256
    )

    static let key = NameRule(
        words: "letters, digits, \".\", \"_\", \"@\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "._@-",
        limit: 64
    )

    static let header = NameRule(
        words: "letters, digits, \"_\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "_-",
        limit: 64
    )

    /// The rule as an ECMA 262 regular expression.
    var pattern: String { "^[A-Za-z0-9][A-Za-z0-9\(punctuation)]{0,\(limit - 1)}$" }

    func allows(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, first.isAlphanumeric, bytes.count <= limit else { return false }
        return bytes.allSatisfy { $0.isAlphanumeric || punctuation.utf8.contains($0) }
    }
}
