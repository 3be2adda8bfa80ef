/// Which names may be given.
struct NameRule: Sendable {
    /// The punctuation allowed beside letters and digits; the first character is always a letter or a digit.
    let punctuation: String
    /// The most characters.
    let limit: Int
    /// Whether letters must be small ones, for names that are compared with what others wrote.
    var isLowercase = false

    /// Organizations, teams, projects.
    static let group = NameRule(punctuation: "._-", limit: 64)
    /// Keys and users.
    static let person = NameRule(punctuation: "._@+-", limit: 128)
    /// Ids of keys and users; those from the configuration hold a name.
    static let id = NameRule(punctuation: "._@+:-", limit: 160)
    /// Regions, as the configuration has them.
    static let region = NameRule(punctuation: "._-", limit: 64, isLowercase: true)
    /// Guardrails, as the configuration has them.
    static let guardrail = NameRule(punctuation: "._-", limit: 64, isLowercase: true)
    /// Tags.
    static let tag = NameRule(punctuation: "._:/@=-", limit: 64)
    /// Budgets.
    static let budget = NameRule(punctuation: "._-", limit: 64)
    /// Public models.
    static let model = NameRule(punctuation: "._:/@+-", limit: 256)
    /// Time zones, as the IANA database names them.
    static let timeZone = NameRule(punctuation: "_+/-", limit: 64)
    /// Names in metadata.
    static let metadata = NameRule(punctuation: "._:/@-", limit: 64)

    /// What is allowed, in words.
    var words: String {
        let marks = punctuation.map { "\"\($0)\"" }.joined(separator: " ")
        return "\(isLowercase ? "small letters" : "letters"), digits and \(marks), "
            + "starting with a letter or digit, at most \(limit)"
    }

    func allows(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, isLetterOrDigit(first), bytes.count <= limit else { return false }
        return bytes.allSatisfy { isLetterOrDigit($0) || punctuation.utf8.contains($0) }
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric && !(isLowercase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte))
    }
}
