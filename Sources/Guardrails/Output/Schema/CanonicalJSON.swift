import JSONText

/// JSON values as bytes that are equal exactly when the values are equal by JSON Schema: numbers by their value, objects
/// whatever the order of their members (draft 2020-12 core §4.2.2).
enum CanonicalJSON {
    /// The bytes of a value.
    /// - Parameters:
    ///   - limit: the most bytes.
    /// - Returns: `nil` where there are more.
    static func bytes(of value: JSONValue, limit: Int = .max) -> [UInt8]? {
        var bytes: [UInt8] = []
        return write(value, into: &bytes, limit: limit) ? bytes : nil
    }

    // Recursion is bounded by the depth of the parsed value.
    private static func write(_ value: JSONValue, into bytes: inout [UInt8], limit: Int) -> Bool {
        switch value {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .bool(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
        case .number(let number): write(ExactDecimal(number), into: &bytes)
        case .string(let text): write(text, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for element in elements {
                guard bytes.count <= limit, write(element, into: &bytes, limit: limit) else { return false }
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            guard object.count <= limit else { return false }
            let sorted = object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            for member in sorted {
                write(member.name, into: &bytes)
                guard bytes.count <= limit, write(member.value, into: &bytes, limit: limit) else { return false }
            }
            bytes.append(UInt8(ascii: "}"))
        }
        return bytes.count <= limit
    }

    private static func write(_ number: ExactDecimal, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: number.isNegative ? "-" : "+"))
        bytes += number.digits
        bytes.append(UInt8(ascii: "e"))
        bytes += Array(String(number.exponent).utf8)
        bytes.append(UInt8(ascii: ";"))
    }

    /// The length stands first, so that no text looks like a structure.
    private static func write(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes += Array(String(text.utf8.count).utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes += Array(text.utf8)
    }
}
