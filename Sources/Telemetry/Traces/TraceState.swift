/// What other systems have to say about a trace: the header field `tracestate` (W3C Trace Context, level 1, §3.3). Kanmon
/// keeps it with its spans and adds nothing.
public struct TraceState: Hashable, Sendable, CustomStringConvertible {
    /// The members, as they came.
    public let description: String

    /// The most members of a list, and the most bytes that are kept.
    private static let (mostMembers, mostBytes) = (32, 512)

    /// Reads the values of all fields of the name, strictly.
    /// - Returns: `nil` where there is none, or the list is not valid: it is discarded as a whole then (§3.3.1.1).
    public init?(_ values: [String]) {
        let text = values.joined(separator: ",")
        guard !text.isEmpty, text.utf8.count <= Self.mostBytes else { return nil }
        var keys: Set<Substring> = []
        for member in text.split(separator: ",", omittingEmptySubsequences: true) {
            let member = Self.trimmed(member)
            guard !member.isEmpty else { continue }
            guard let equals = member.firstIndex(of: "=") else { return nil }
            let key = member[..<equals]
            let value = member[member.index(after: equals)...]
            guard Self.isKey(key), Self.isValue(value), keys.insert(key).inserted else { return nil }
        }
        guard !keys.isEmpty, keys.count <= Self.mostMembers else { return nil }
        description = text
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }

    /// `simple-key`, or `tenant@system` (§3.3.1.3.1).
    private static func isKey(_ key: Substring) -> Bool {
        let parts = key.split(separator: "@", omittingEmptySubsequences: false)
        func isPart(_ part: Substring, most: Int, digitFirst: Bool) -> Bool {
            guard let first = part.utf8.first, part.utf8.count <= most else { return false }
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
            return (isLetter || (digitFirst && isDigit)) && part.utf8.allSatisfy(isKeyByte)
        }
        switch parts.count {
        case 1: return isPart(key, most: 256, digitFirst: false)
        case 2: return isPart(parts[0], most: 241, digitFirst: true) && isPart(parts[1], most: 14, digitFirst: false)
        default: return false
        }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// 1 to 256 visible characters without `,` and `=`, with spaces between them (§3.3.1.3.2).
    private static func isValue(_ value: Substring) -> Bool {
        guard (1...256).contains(value.utf8.count), value.utf8.last != UInt8(ascii: " ") else { return false }
        return value.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
        }
    }
}
