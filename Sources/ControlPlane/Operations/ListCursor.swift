/// A place in a list that is held in memory: the last row's position in the order, as text for callers to hand back.
struct ListCursor: Comparable, Sendable {
    /// What the list is ordered by first: a name.
    let name: String
    /// What tells rows of one name apart.
    let identity: String

    private static let digits = Array("0123456789abcdef".utf8)

    /// By bytes, as the store orders.
    static func < (left: ListCursor, right: ListCursor) -> Bool {
        if left.name.utf8.elementsEqual(right.name.utf8) {
            return left.identity.utf8.lexicographicallyPrecedes(right.identity.utf8)
        }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }

    init(name: String, identity: String) {
        self.name = name
        self.identity = identity
    }

    /// Reads a cursor.
    /// - Throws: `invalid_cursor` where the text is none of this list.
    init(_ text: String, list: String) throws(AdminError) {
        let parts = Self.bytes(text).map { $0.split(separator: 0, omittingEmptySubsequences: false) } ?? []
        guard parts.count == 3, let found = String(validating: parts[0], as: UTF8.self), found == list,
            let name = String(validating: parts[1], as: UTF8.self),
            let identity = String(validating: parts[2], as: UTF8.self)
        else { throw .invalidCursor }
        self.init(name: name, identity: identity)
    }

    /// The cursor's text, safe in an address.
    func text(list: String) -> String {
        let bytes = Array(list.utf8) + [0] + Array(name.utf8) + [0] + Array(identity.utf8)
        return String(
            decoding: bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { Self.digits.firstIndex(of: $0) }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
