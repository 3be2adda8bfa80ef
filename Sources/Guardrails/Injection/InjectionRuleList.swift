/// The rules of a rule list, read from its text form.
///
/// The form is made for people:
/// ```
/// # a comment
/// let forget = (ignore|forget)
/// rule override.previous
///   family override
///   weight 4.5
///   language en
///   owasp LLM01:2025
///   match {forget} <28> previous <28> instructions?
///   regex <\|im_start\|>
/// ```
/// A name in braces stands for what `let` gave it. `match` is an ``InjectionPhrase``; `regex` is Vectorscan's dialect over the
/// folded text, for what is not language. A space matches any white space; Japanese is written as usual and matches hiragana
/// and katakana alike. A rule may have several lines of both. `origins` (default: user, tool and document) says whose texts it
/// looks at, `place edge` that only the ends of a text count.
struct InjectionRuleList: Sendable {
    /// The rules.
    private(set) var rules: [InjectionRule] = []
    /// The expressions of all rules.
    private(set) var patterns: [Pattern] = []
    /// For each expression, the index of its rule.
    private(set) var owners: [Int] = []
    /// The phrases of all rules.
    private(set) var phrases: [InjectionPhrase] = []
    /// For each phrase, the index of its rule.
    private(set) var phraseOwners: [Int] = []

    /// Reads a rule list.
    /// - Parameter text: UTF-8.
    /// - Throws: ``InjectionError/rules(line:reason:)``
    init(parsing text: [UInt8]) throws {
        var names: [String: String] = [:]
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = InjectionRuleList.trimmed(line)
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            do throws(Problem) {
                try read(String(decoding: line, as: UTF8.self), names: &names)
            } catch {
                throw InjectionError.rules(line: index + 1, reason: error.reason)
            }
        }
        for (index, rule) in rules.enumerated() where !owners.contains(index) && !phraseOwners.contains(index) {
            throw InjectionError.rules(line: 0, reason: "\(rule.name) matches nothing")
        }
    }

    private typealias Problem = InjectionPhrase.Problem

    private mutating func read(_ line: String, names: inout [String: String]) throws(Problem) {
        let (word, value) = InjectionRuleList.halves(line)
        switch word {
        case "let":
            guard let equals = value.firstIndex(of: "=") else { throw Problem(reason: "let needs a name and a value") }
            let meaning = value[value.index(after: equals)...].drop { $0 == " " }
            let name = value[..<equals].filter { $0 != " " }
            names[name] = try InjectionRuleList.expanded(String(meaning), names: names)
        case "rule":
            guard !value.isEmpty, !rules.contains(where: { $0.name == value }) else {
                throw Problem(reason: "a rule needs a name of its own")
            }
            rules.append(
                InjectionRule(
                    name: value,
                    family: .hint,
                    weight: 0,
                    origins: [.user, .tool, .document],
                    language: "any",
                    owasp: "LLM01:2025",
                    onlyAtEdge: false
                )
            )
        case "match":
            guard !rules.isEmpty, !value.isEmpty else { throw Problem(reason: "match belongs to a rule") }
            phrases.append(try InjectionPhrase(try InjectionRuleList.expanded(value, names: names)))
            phraseOwners.append(rules.count - 1)
        case "regex":
            guard !rules.isEmpty, !value.isEmpty else { throw Problem(reason: "regex belongs to a rule") }
            let expression = InjectionRuleList.expression(try InjectionRuleList.expanded(value, names: names))
            patterns.append(Pattern(expression, reportsStart: false))
            owners.append(rules.count - 1)
        default:
            guard !rules.isEmpty else { throw Problem(reason: "\(word) belongs to a rule") }
            try InjectionRuleList.set(word, to: value, in: &rules[rules.count - 1])
        }
    }

    private static func set(_ word: String, to value: String, in rule: inout InjectionRule) throws(Problem) {
        switch word {
        case "family":
            guard let family = InjectionRule.Family(rawValue: value) else { throw Problem(reason: "family \(value)") }
            rule.family = family
        case "weight":
            guard let weight = Double(value), abs(weight) <= 10 else { throw Problem(reason: "weight \(value)") }
            rule.weight = weight
        case "origins":
            let origins = value.split(separator: " ").map { TextOrigin(rawValue: String($0)) }
            guard !origins.isEmpty, !origins.contains(nil) else { throw Problem(reason: "origins \(value)") }
            rule.origins = Set(origins.compactMap { $0 })
        case "language": rule.language = value
        case "owasp": rule.owasp = value
        case "place":
            guard value == "edge" else { throw Problem(reason: "place \(value)") }
            rule.onlyAtEdge = true
        default: throw Problem(reason: "\(word) is not known")
        }
    }

    /// Puts in what names in braces stand for. Braces around digits are repetitions and stay.
    private static func expanded(_ text: String, names: [String: String]) throws(Problem) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { throw Problem(reason: "a brace is open") }
            let name = rest[rest.index(after: open)..<close]
            if name.first?.isNumber == true {
                result += rest[open...close]
            } else if let value = names[String(name)] {
                result += value
            } else {
                throw Problem(reason: "{\(name)} is not defined")
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// An expression as the engine takes it: spaces for any white space, other scripts folded as texts are.
    private static func expression(_ text: String) -> String {
        var result: [UInt8] = []
        var isInClass = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            guard scalar.isASCII else {
                result += Array(String(InjectionText.folded(scalar)).utf8)
                continue
            }
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            if byte == UInt8(ascii: " "), !isInClass, !isEscaped {
                result += Array("[ \\n]".utf8)
            } else {
                if !isEscaped, byte == UInt8(ascii: "[") { isInClass = true }
                if !isEscaped, byte == UInt8(ascii: "]") { isInClass = false }
                result.append(byte)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var line = line.drop(while: isSpace)
        while let last = line.last, isSpace(last) { line.removeLast() }
        return line
    }

    private static func halves(_ line: String) -> (word: String, value: String) {
        guard let space = line.firstIndex(of: " ") else { return (line, "") }
        let value = line[space...].drop { $0 == " " }
        return (String(line[..<space]), String(value))
    }
}
