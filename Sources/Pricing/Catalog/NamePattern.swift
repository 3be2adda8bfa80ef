/// A pattern for names of models and providers: `*` is any text, `#` one digit, everything else itself without regard to case.
///
/// Matching takes time in proportion to the pattern times the name at worst, for there is only one place to go back to.
public struct NamePattern: Hashable, Sendable {
    /// The pattern in lower case.
    public let text: String
    private let bytes: [UInt8]

    /// A pattern.
    public init(_ text: String) {
        self.text = text.lowercased()
        bytes = Array(self.text.utf8)
    }

    /// Whether a name means what the pattern does.
    public func matches(_ name: String) -> Bool { matches(Array(name.lowercased().utf8)) }

    /// Whether the bytes of a name in lower case match.
    func matches(_ name: [UInt8]) -> Bool {
        var position = 0
        var index = 0
        // Where the last star stood, and up to where it has swallowed the name.
        var star: Int?
        var swallowed = 0
        while index < name.count {
            if position < bytes.count, bytes[position] == UInt8(ascii: "*") {
                star = position
                swallowed = index
                position += 1
            } else if position < bytes.count, Self.matches(bytes[position], name[index]) {
                position += 1
                index += 1
            } else if let star {
                position = star + 1
                swallowed += 1
                index = swallowed
            } else {
                return false
            }
        }
        while position < bytes.count, bytes[position] == UInt8(ascii: "*") { position += 1 }
        return position == bytes.count
    }

    private static func matches(_ pattern: UInt8, _ byte: UInt8) -> Bool {
        pattern == UInt8(ascii: "#") ? byte &- UInt8(ascii: "0") < 10 : pattern == byte
    }
}
