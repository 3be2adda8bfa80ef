/// Where the wanted members of one object stand: what ``JSONFieldSet/scan(_:limits:)`` found.
///
/// All offsets are in bytes from the start of the scanned text.
public struct JSONFields: Sendable {
    /// One member's place.
    public struct Place: Hashable, Sendable {
        /// From the opening quote of the name to the end of the value.
        public let member: Range<Int>
        /// The value alone.
        public let value: Range<Int>
    }

    /// The most names that a set may have.
    static let most = 16
    /// The longest text in which places are found, in bytes.
    static let longestText = Int(UInt32.max) - 1

    /// A place in few bytes, so that all of them stand in the value itself and nothing is allocated for a scan.
    private struct Slot {
        var memberStart: UInt32 = .max
        var memberEnd: UInt32 = 0
        var valueStart: UInt32 = 0
        var valueEnd: UInt32 = 0
    }

    private var slots = InlineArray<16, Slot>(repeating: Slot())
    private let count: Int

    /// The index of the first wanted name that stands twice, if any does.
    public private(set) var duplicate: Int?

    /// Directly behind the opening brace: where a new first member can be put.
    public let bodyStart: Int

    /// Whether the object has no members at all, wanted or not.
    public internal(set) var isEmpty = true

    init(count: Int, bodyStart: Int) {
        self.count = min(count, Self.most)
        self.bodyStart = bodyStart
    }

    mutating func record(_ index: Int, member: Range<Int>, value: Range<Int>) {
        if slots[index].memberStart != .max, duplicate == nil { duplicate = index }
        // Within 32 bits: longer texts are not scanned.
        slots[index] = Slot(
            memberStart: UInt32(truncatingIfNeeded: member.lowerBound),
            memberEnd: UInt32(truncatingIfNeeded: member.upperBound),
            valueStart: UInt32(truncatingIfNeeded: value.lowerBound),
            valueEnd: UInt32(truncatingIfNeeded: value.upperBound)
        )
    }

    /// The place of the wanted name with this index in its ``JSONFieldSet``; the last one where it stands twice.
    public subscript(index: Int) -> Place? {
        guard index >= 0, index < count else { return nil }
        let slot = slots[index]
        guard slot.memberStart != .max else { return nil }
        return Place(
            member: Int(slot.memberStart)..<Int(slot.memberEnd),
            value: Int(slot.valueStart)..<Int(slot.valueEnd)
        )
    }
}

extension JSONFields.Place {
    /// The value if it is a string, unescaped.
    /// - Parameter bytes: the text that was scanned.
    public func string(in bytes: Span<UInt8>) -> String? {
        guard value.upperBound <= bytes.count, !value.isEmpty, bytes[value.lowerBound] == JSONLexer.quote else {
            return nil
        }
        var index = value.lowerBound
        guard let shape = try? JSONLexer.skipString(bytes, at: &index) else { return nil }
        return JSONLexer.string(bytes, shape)
    }

    /// The value if it is `true` or `false`.
    /// - Parameter bytes: the text that was scanned.
    public func bool(in bytes: Span<UInt8>) -> Bool? {
        guard value.upperBound <= bytes.count, !value.isEmpty else { return nil }
        switch bytes[value.lowerBound] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }

    /// The value if it is an integer that fits.
    /// - Parameter bytes: the text that was scanned.
    public func int(in bytes: Span<UInt8>) -> Int? {
        guard value.upperBound <= bytes.count, !value.isEmpty else { return nil }
        switch bytes[value.lowerBound] {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            if let count = Self.shortCount(bytes, value) { return count }
            let shape = JSONLexer.StringShape(contents: value, hasEscapes: false, isASCII: true)
            return JSONNumber(unchecked: JSONLexer.string(bytes, shape)).int
        default: return nil
        }
    }

    /// The number if it is nothing but digits, and few enough to fit whatever they are.
    private static func shortCount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count <= 18 else { return nil }
        var count = 0
        for position in range {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            count = count &* 10 &+ Int(digit)
        }
        return count
    }

    /// Whether the value is `null`.
    /// - Parameter bytes: the text that was scanned.
    public func isNull(in bytes: Span<UInt8>) -> Bool {
        value.upperBound <= bytes.count && !value.isEmpty && bytes[value.lowerBound] == UInt8(ascii: "n")
    }
}
