/// A value found in a request or written in a condition.
public enum FactValue: Hashable, Sendable {
    /// Text.
    case string(String)
    /// A number.
    case number(Double)
    /// `true` or `false`.
    case bool(Bool)
    /// Several values.
    case list([FactValue])
    /// The request has no such value.
    case absent
}

extension FactValue {
    /// A number as it is, or text that reads as one from end to end: headers have nothing but text.
    var asNumber: Double? {
        switch self {
        case .number(let number): return number
        case .string(let text):
            let bytes = text.utf8
            // `Double` would also take hexadecimal digits, infinities and "nan".
            let isDecimal = bytes.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
            return isDecimal && bytes.count <= 64 ? Double(text) : nil
        case .bool, .list, .absent: return nil
        }
    }

    /// A bool as it is, or the texts `true` and `false`.
    var asBool: Bool? {
        switch self {
        case .bool(let bool): bool
        case .string("true"): true
        case .string("false"): false
        case .string, .number, .list, .absent: nil
        }
    }

    /// Whether both mean the same: as texts where both are texts, else as numbers or bools where one of them is one.
    func means(_ other: FactValue) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): return left == right
        case (.number(let number), let value), (let value, .number(let number)): return value.asNumber == number
        case (.bool(let bool), let value), (let value, .bool(let bool)): return value.asBool == bool
        case (.list, _), (_, .list), (.absent, _), (_, .absent): return false
        }
    }
}

extension FactValue: CustomStringConvertible {
    /// The value as JSON would have it; nothing for an absent one.
    public var description: String {
        switch self {
        case .string(let text): "\"\(text)\""
        case .number(let number): "\(Figure(number, digits: 6))"
        case .bool(let bool): "\(bool)"
        case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
        case .absent: ""
        }
    }
}
