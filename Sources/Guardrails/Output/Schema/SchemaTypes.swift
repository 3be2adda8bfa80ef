import JSONText

/// Types of JSON values, as the keyword `type` names them.
struct SchemaTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    static let object = SchemaTypes(rawValue: 4)
    static let array = SchemaTypes(rawValue: 8)
    static let number = SchemaTypes(rawValue: 16)
    static let string = SchemaTypes(rawValue: 32)
    static let integer = SchemaTypes(rawValue: 64)

    private static let names: [(String, SchemaTypes)] = [
        ("null", .null), ("boolean", .boolean), ("object", .object), ("array", .array), ("number", .number),
        ("string", .string), ("integer", .integer),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The type of a name; `nil` where there is none.
    init?(name: String) {
        guard let known = Self.names.first(where: { $0.0 == name }) else { return nil }
        self = known.1
    }

    /// The types that a value has: an integer is a number too.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .number(let number): self = ExactDecimal(number).isInteger ? [.number, .integer] : .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// The names, joined for a message.
    var words: String { Self.names.filter { contains($0.1) }.map(\.0).joined(separator: " or ") }
}
