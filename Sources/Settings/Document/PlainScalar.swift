/// What an unquoted value means: YAML 1.2's core schema (§10.3.2), without its octal and hexadecimal integers,
/// infinities and not-a-number, which no field takes.
enum PlainScalar: Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// A number that is too large for its type, or in a form that no field takes.
    case otherNumber
    case string

    init(_ text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "-.inf", ".nan", ".NaN", ".NAN": self = .otherNumber
        default: self = Self.number(text) ?? .string
        }
    }

    private static func number(_ text: String) -> PlainScalar? {
        var digits = text.utf8[...]
        if let sign = digits.first, "+-".utf8.contains(sign) { digits = digits.dropFirst() }
        if digits.starts(with: "0x".utf8) || digits.starts(with: "0o".utf8) {
            let rest = digits.dropFirst(2)
            return !rest.isEmpty && rest.allSatisfy(\.isHexDigit) ? .otherNumber : nil
        }
        let whole = digits.prefix(while: \.isDigit)
        var rest = digits.dropFirst(whole.count)
        var fraction: Substring.UTF8View?
        if rest.first == UInt8(ascii: ".") {
            let part = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest.dropFirst(part.count + 1)
            fraction = part
        }
        guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
        var hasExponent = false
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
            guard !rest.isEmpty, rest.allSatisfy(\.isDigit) else { return nil }
            rest = rest.dropFirst(rest.count)
            hasExponent = true
        }
        guard rest.isEmpty else { return nil }
        if fraction == nil, !hasExponent { return Int(text).map(PlainScalar.int) ?? .otherNumber }
        return Double(text).map(PlainScalar.double) ?? .otherNumber
    }
}

extension DocumentNode {
    /// The kind of value, in words.
    var kind: String {
        switch content {
        case .mapping: "a mapping"
        case .list: "a list"
        case .scalar(let scalar):
            switch scalar.isString ? .string : PlainScalar(scalar.text) {
            case .null: "nothing"
            case .bool: "a truth value"
            case .int, .double, .otherNumber: "a number"
            case .string: "a string"
            }
        }
    }
}
