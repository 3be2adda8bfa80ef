internal import Governance
internal import JSONText

/// A place in a list, as text for a caller to hand back; what is in it is the list's own affair.
///
/// Rows that come or go between two pages move no other row: the place is the last row's position in the order, not a count.
public struct PageCursor: Hashable, Sendable {
    /// The text: lower-case hexadecimal digits, safe in a URL.
    public let text: String

    /// The cursor that a caller handed back; whether it is one shows when it is used.
    public init(_ text: String) { self.text = text }

    /// The cursor of a position: the list's name and the row's values that it is ordered by.
    init(list: StaticString, _ position: [JSONValue]) {
        text = Hexadecimal.text(JSONValue.array([.string(list.description)] + position).bytes)
    }

    /// The position in a list.
    /// - Throws: ``StoreError/Code/invalid`` where the text is no cursor of that list.
    func position(in list: StaticString, count: Int) throws(StoreError) -> [JSONValue] {
        guard text.utf8.count <= 8192, let bytes = Self.bytes(of: text), let value = try? JSONValue(parsing: bytes),
            let parts = value.array, parts.count == count + 1, parts.first?.string == list.description
        else { throw StoreError(.invalidCursor, "the cursor is not one of this list") }
        return Array(parts.dropFirst())
    }

    private static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
