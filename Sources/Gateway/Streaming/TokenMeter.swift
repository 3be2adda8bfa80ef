import ModelAPI
import NIOCore

/// Counts roughly how many tokens of content a stream has brought, from its bytes as they pass: no events are taken apart and
/// no trees are built, because whoever passes them on does that already, or need not.
///
/// What counts are the strings of members that hold content in any dialect (`content`, `text`, `partial_json` and the like) and
/// the arguments of Gemini's calls. In a text these names cannot be feigned: its quotes are escaped. A provider that says the
/// same twice under two of them is taken for up to twice as fast.
struct TokenMeter: Sendable {
    /// Where the bytes so far have ended.
    private enum Place {
        /// Between strings.
        case outside
        /// In a string that may turn out to be a member's name.
        case name
        /// In a string that counts, or in one that does not.
        case content
        case other
        /// In an object that counts as a whole, so many braces deep.
        case object(depth: Int, isInString: Bool)
    }

    private static let contentNames: [StaticString] = [
        "content", "text", "thinking", "reasoning", "reasoning_content", "refusal", "arguments", "partial_json",
    ]
    private static let objectName: StaticString = "args"
    /// One more than any of these has.
    private static let longestName = 18

    /// The estimated tokens so far.
    private(set) var tokens = 0

    private var place = Place.outside
    private var isEscaped = false
    /// The last string, or its beginning, while it may be a name.
    private var name: [UInt8] = []
    /// Whether a colon has come behind it.
    private var isNamed = false
    private var narrow = 0
    private var wide = 0

    init() { name.reserveCapacity(Self.longestName) }

    /// Takes the next bytes.
    /// - Parameter enough: so many tokens are enough; what is behind them is not looked at.
    mutating func take(_ bytes: Span<UInt8>, enough: Int) {
        var index = 0
        while index < bytes.count, tokens < enough {
            take(bytes[index])
            index &+= 1
        }
    }

    /// Takes the next bytes, all of them.
    mutating func take(_ bytes: ByteBuffer) { take(bytes.readableBytesUInt8Span, enough: .max) }

    /// The bytes so far were cut off: what follows begins anew.
    mutating func endLine() { take(0x0A) }

    private mutating func take(_ byte: UInt8) {
        // No string of JSON has a line end: whatever a line was, the next one begins anew.
        if byte == 0x0A {
            settle()
            place = .outside
            isNamed = false
            isEscaped = false
            return
        }
        switch place {
        case .outside: takeOutside(byte)
        case .name:
            if endsString(byte) {
                place = .outside
            } else if name.count < Self.longestName {
                name.append(byte)
            }
        case .other:
            if endsString(byte) { place = .outside }
        case .content:
            if endsString(byte) {
                settle()
                place = .outside
            } else {
                count(byte)
            }
        case .object(let depth, let isInString): takeInside(byte, depth, isInString)
        }
    }

    private mutating func takeOutside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""):
            if isNamed {
                place = Self.contentNames.contains(where: isName) ? .content : .other
            } else {
                name.removeAll(keepingCapacity: true)
                place = .name
            }
            isNamed = false
        case UInt8(ascii: ":"): isNamed = !name.isEmpty
        case UInt8(ascii: "{") where isNamed && isName(Self.objectName):
            isNamed = false
            place = .object(depth: 1, isInString: false)
        case 0x20, 0x09, 0x0D: break
        default:
            isNamed = false
            name.removeAll(keepingCapacity: true)
        }
    }

    private mutating func takeInside(_ byte: UInt8, _ depth: Int, _ isInString: Bool) {
        if isInString {
            place = .object(depth: depth, isInString: !endsString(byte))
            return count(byte)
        }
        switch byte {
        case UInt8(ascii: "\""): place = .object(depth: depth, isInString: true)
        case UInt8(ascii: "{"): place = .object(depth: depth &+ 1, isInString: false)
        case UInt8(ascii: "}"):
            place = depth > 1 ? .object(depth: depth &- 1, isInString: false) : .outside
            if depth == 1 { return settle() }
        default: break
        }
        count(byte)
    }

    /// Whether a byte ends the string it stands in.
    private mutating func endsString(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
            return false
        }
        isEscaped = byte == UInt8(ascii: "\\")
        return byte == UInt8(ascii: "\"")
    }

    // MARK: - Counting

    /// As ``ModelAPI/TokenEstimate`` does: four bytes of Latin text are a token, and each wide character.
    private mutating func count(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"): break
        case ..<0x80: narrow &+= 1
        case 0xC0..<0xE0: narrow &+= 2
        case 0xE0...: wide &+= 1
        default: break
        }
    }

    /// What has been counted is a piece of content; however short, it is no less than a token.
    private mutating func settle() {
        if narrow > 0 || wide > 0 { tokens &+= (narrow &+ 3) / 4 &+ wide }
        narrow = 0
        wide = 0
    }

    private func isName(_ text: StaticString) -> Bool {
        guard name.count == text.utf8CodeUnitCount else { return false }
        for index in name.indices where name[index] != text.utf8Start[index] { return false }
        return true
    }
}
