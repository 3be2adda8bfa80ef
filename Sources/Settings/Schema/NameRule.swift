/// Which names a mapping's keys, or a field that gives a name, may have.
struct NameRule: Sendable {
    /// What is allowed, in words.
    let words: String
    /// The punctuation allowed beside letters and digits; the first character is always a letter or a digit.
    let punctuation: String
    /// The most characters.
    let limit: Int
    /// Whether letters must be small ones, for names that are compared with what others wrote.
    var isLowercase = false
    /// Whether letters must be capitals.
    var isUppercase = false
    /// The punctuation that may also come first.
    var opening = ""
    /// Whether nothing but that punctuation may come first.
    var isOpeningRequired = false

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

    static let region = NameRule(
        words: "small letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "._-",
        limit: 64,
        isLowercase: true
    )

    /// A bucket of an object store.
    static let bucket = NameRule(
        words: "small letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 63",
        punctuation: "._-",
        limit: 63,
        isLowercase: true
    )

    static let user = NameRule(
        words: "letters, digits, \".\", \"_\", \"@\", \"+\" and \"-\", starting with a letter or digit, at most 128",
        punctuation: "._@+-",
        limit: 128
    )

    static let budget = NameRule(
        words: "letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "._-",
        limit: 64
    )

    static let tag = NameRule(
        words:
            "letters, digits and any of \".\", \"_\", \":\", \"/\", \"@\", \"=\", \"-\", starting with a letter or digit, "
            + "at most 64",
        punctuation: "._:/@=-",
        limit: 64
    )

    static let metadata = NameRule(
        words:
            "letters, digits and any of \".\", \"_\", \":\", \"/\", \"@\", \"-\", starting with a letter or digit, at most 64",
        punctuation: "._:/@-",
        limit: 64
    )

    /// A pattern for models' names where it stands as a field's name.
    static let modelPattern = NameRule(
        words: "letters, digits and any of \".\", \"_\", \"-\", \":\", \"/\", \"@\", \"+\", \"*\", "
            + "starting with a letter, a digit or \"*\", at most 256",
        punctuation: "._:/@+*-",
        limit: 256,
        opening: "*"
    )

    /// A pattern for requests' paths.
    static let path = NameRule(
        words: "letters, digits and any of \"/\", \".\", \"_\", \":\", \"*\", \"-\", starting with \"/\" or \"*\", "
            + "at most 256",
        punctuation: "/._:*-",
        limit: 256,
        opening: "/*",
        isOpeningRequired: true
    )

    /// A provider's model, as `provider/model`.
    static let priced = NameRule(
        words:
            "a provider's name, \"/\", and the model's name there, which has letters, digits and any of \".\", \"_\", \"-\", "
            + "\":\", \"/\", \"@\", \"+\", at most 256 together",
        punctuation: "._:/@+-",
        limit: 256
    )

    /// A guardrail, as documents, callers and metrics name it.
    static let guardrail = NameRule(
        words: "small letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 64",
        punctuation: "._-",
        limit: 64,
        isLowercase: true
    )

    /// A kind of findings.
    static let findingType = NameRule(
        words: "capital letters, digits and \"_\", starting with a letter or digit, at most 64",
        punctuation: "_",
        limit: 64,
        isUppercase: true
    )

    /// A rule of a detector, or how the names of some begin.
    static let detectionRule = NameRule(
        words: "letters, digits and any of \".\", \"_\", \"-\", \":\", \"/\", \"*\", "
            + "starting with a letter, a digit or \"*\", at most 128",
        punctuation: "._:/*-",
        limit: 128,
        opening: "*"
    )

    /// A member of a request's body.
    static let member = NameRule(
        words: "letters, digits and any of \".\", \"_\", \":\", \"/\", \"@\", \"-\", starting with a letter or digit, "
            + "at most 256",
        punctuation: "._:/@-",
        limit: 256
    )

    /// The rule as an ECMA 262 regular expression.
    var pattern: String {
        let letters = isLowercase ? "a-z0-9" : isUppercase ? "A-Z0-9" : "A-Za-z0-9"
        return "^[\(isOpeningRequired ? "" : letters)\(opening)][\(letters)\(punctuation)]{0,\(limit - 1)}$"
    }

    func allows(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= limit,
            !isOpeningRequired && isLetterOrDigit(first) || opening.utf8.contains(first)
        else { return false }
        return bytes.allSatisfy { isLetterOrDigit($0) || punctuation.utf8.contains($0) }
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric && !(isLowercase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte))
            && !(isUppercase && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte))
    }
}
