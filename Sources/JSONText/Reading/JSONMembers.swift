/// Walks over the members of an object in a text that has been found well-formed, for readers that know what they look for.
///
/// Nothing is checked again and nothing is remembered. In a text that is not well-formed it still ends, and never leaves the
/// object's range; what it tells then means nothing.
public struct JSONMembers: Sendable {
    /// One member.
    public struct Member: Sendable {
        /// The name as it is written, without its quotes.
        public let name: Range<Int>
        /// The value, from its first byte to its last.
        public let value: Range<Int>
    }

    private var index: Int
    private let end: Int

    /// Begins at an object.
    /// - Parameters:
    ///   - range: where the object stands in `text`, such as ``JSONFields/Place/value``.
    ///   - text: the text that has been scanned.
    /// - Returns: `nil` where another value stands there.
    public init?(_ range: Range<Int>, in text: Span<UInt8>) {
        guard range.lowerBound >= 0, range.upperBound <= text.count, range.count >= 2,
            text[range.lowerBound] == UInt8(ascii: "{")
        else { return nil }
        index = range.lowerBound &+ 1
        end = range.upperBound
    }

    /// The next member; `nil` behind the last one.
    /// - Parameter text: the same text as before.
    @inline(__always)
    public mutating func next(_ text: Span<UInt8>) -> Member? {
        guard end <= text.count else { return nil }
        // White space and the comma in front of the name.
        while index < end, text[index] != JSONLexer.quote { index &+= 1 }
        guard index < end else { return nil }
        let name = index &+ 1
        index = name
        skipString(text)
        let nameEnd = max(name, index &- 1)
        // White space and the colon.
        while index < end, text[index] <= 0x20 || text[index] == UInt8(ascii: ":") { index &+= 1 }
        let start = index
        guard start < end else { return nil }
        skipValue(text)
        return Member(name: name..<nameEnd, value: start..<max(start, min(index, end)))
    }

    /// Goes behind the quote that ends the string.
    private mutating func skipString(_ text: Span<UInt8>) {
        while index < end {
            index = JSONLexer.unescapedRunEnd(text, from: index)
            guard index < end else { break }
            let byte = text[index]
            index &+= 1
            if byte == JSONLexer.quote { return }
            if byte == JSONLexer.backslash { index &+= 1 }
        }
        index = end
    }

    private mutating func skipValue(_ text: Span<UInt8>) {
        switch text[index] {
        case JSONLexer.quote:
            index &+= 1
            skipString(text)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            var depth = 0
            while index < end {
                let byte = text[index]
                index &+= 1
                switch byte {
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth &-= 1
                    if depth == 0 { return }
                case JSONLexer.quote: skipString(text)
                default: break
                }
            }
        default:
            // A number or a word.
            while index < end {
                switch text[index] {
                case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: return
                default: index &+= 1
                }
            }
        }
    }
}

extension JSONMembers.Member {
    /// Whether the name is this one. A name that is written with escapes is none.
    @inline(__always)
    public func isNamed(_ name: StaticString, in text: Span<UInt8>) -> Bool {
        guard name.utf8CodeUnitCount == self.name.count, self.name.upperBound <= text.count else { return false }
        let start = self.name.lowerBound
        let count = name.utf8CodeUnitCount
        let other = unsafe UnsafeRawPointer(name.utf8Start)
        var position = 0
        while position &+ 8 <= count {
            // In bounds: both are this long.
            let left = unsafe text.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: start &+ position,
                as: UInt64.self
            )
            let right = unsafe other.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if left != right { return false }
            position &+= 8
        }
        while position < count {
            if unsafe text[start &+ position] != name.utf8Start[position] { return false }
            position &+= 1
        }
        return true
    }

    /// Whether the name is written with escapes, so that its bytes do not tell what it is.
    public func hasEscapedName(in text: Span<UInt8>) -> Bool {
        guard name.upperBound <= text.count else { return true }
        for position in name where text[position] == JSONLexer.backslash { return true }
        return false
    }

    /// The value, if it is a count: nothing but digits, 18 at most.
    @inline(__always)
    public func count(in text: Span<UInt8>) -> Int? {
        guard !value.isEmpty, value.count <= 18, value.upperBound <= text.count else { return nil }
        var count = 0
        for position in value {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            count = count &* 10 &+ Int(digit)
        }
        return count
    }

    /// Whether the value is `null`.
    @inline(__always)
    public func isNull(in text: Span<UInt8>) -> Bool {
        !value.isEmpty && value.upperBound <= text.count && text[value.lowerBound] == UInt8(ascii: "n")
    }
}
