import JSONText

/// Makes trees of every kind of value, with the strings and numbers that readers get wrong.
struct TreeGenerator {
    var random: SeededGenerator

    private static let fragments = [
        "a", "model", "\"", "\\", "/", "\u{0}", "\u{1F}", "\u{7F}", "\n", "\r\n", "\t", "\u{8}", "\u{C}", "é",
        "e\u{301}",
        "語", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FEFF}", "\u{FFFF}", "😀", "\u{10FFFF}", "\u{2028}",
        "K", "K", "\\u0041", "}", "[", ",", ":", " ", "a plain run of more than sixteen characters",
        "長い日本語の文字列がここに続きます",
    ]

    private static let numbers = [
        "0", "-0", "1", "-1", "10", "0.0", "-0.0e0", "1.5", "1e0", "1E+10", "1e-10", "12345678901234567890123", "1e999",
        "0.1000000000000000000001", "-1.50E+07", "9007199254740993", "5e-324",
    ]

    mutating func string() -> String {
        var text = ""
        for _ in 0..<random.below(6) { text += random.pick(Self.fragments) }
        return text
    }

    mutating func tree(depth: Int = 0) -> JSONValue {
        switch random.below(depth > 6 ? 6 : 10) {
        case 0: return .null
        case 1: return .bool(random.chance(50))
        case 2, 3: return JSONNumber(random.pick(Self.numbers)).map(JSONValue.number) ?? .null
        case 4, 5: return .string(string())
        case 6, 7: return .array((0..<random.below(5)).map { _ in tree(depth: depth + 1) })
        default: return .object(object(depth: depth))
        }
    }

    /// An object, sometimes with a name twice, sometimes with enough members to be indexed.
    mutating func object(depth: Int = 0) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<(random.chance(2) ? 100 : random.below(6)) { object.append(string(), tree(depth: depth + 1)) }
        return object
    }

    /// The tree as text, with white space and escapes put in where the grammar lets them.
    mutating func loosely(_ value: JSONValue) -> String {
        switch value {
        case .null, .bool, .number: return space() + value.text + space()
        case .string(let string): return space() + loosely(string) + space()
        case .array(let elements):
            return space() + "[" + (elements.isEmpty ? space() : "")
                + elements.map { loosely($0) }.joined(separator: ",")
                + "]" + space()
        case .object(let object):
            let members = object.members.map { space() + loosely($0.name) + space() + ":" + loosely($0.value) }
            return space() + "{" + (members.isEmpty ? space() : "") + members.joined(separator: ",") + "}" + space()
        }
    }

    private mutating func loosely(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            if random.chance(20) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: random.chance(50))
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else if scalar == "/", random.chance(50) {
                text += "\\/"
            } else {
                // By scalars: as characters a combining accent would be one with the quote.
                text.unicodeScalars += JSONValue.string(String(scalar)).text.unicodeScalars.dropFirst().dropLast()
            }
        }
        return text + "\""
    }

    private mutating func space() -> String { random.chance(70) ? "" : random.pick([" ", "\n", "\t", "\r\n", "  "]) }
}
