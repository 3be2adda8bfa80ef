import JSONText

// The macros of Swift Testing cannot take expressions that hold a span, so the tests say the same with arrays.

extension JSONFieldSet {
    func scan(_ bytes: [UInt8], in range: Range<Int>) throws(JSONError) -> JSONFields {
        try scan(bytes.span, in: range)
    }
    func scan(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONFields {
        try scan(bytes.span, limits: limits)
    }
}

extension JSONFields.Place {
    func string(in bytes: [UInt8]) -> String? { string(in: bytes.span) }
    func bool(in bytes: [UInt8]) -> Bool? { bool(in: bytes.span) }
    func int(in bytes: [UInt8]) -> Int? { int(in: bytes.span) }
    func isNull(in bytes: [UInt8]) -> Bool { isNull(in: bytes.span) }
}

extension JSONEdits {
    func applied(to bytes: [UInt8]) -> [UInt8] { applied(to: bytes.span) }
    func text(from text: String) -> String { String(decoding: applied(to: text.utf8.span), as: UTF8.self) }
    @discardableResult
    mutating func remove(_ place: JSONFields.Place, from bytes: [UInt8]) -> Bool { remove(place, from: bytes.span) }
}
