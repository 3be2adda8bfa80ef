/// A name that is equal to, and hashes as, its bytes: names of members are compared code unit by code unit (RFC 8259 §8.3),
/// which `String` does not.
struct ExactText: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // No string in UTF-8 holds this byte, so where one ends is part of the hash.
        hasher.combine(0xFF as UInt8)
    }
}
