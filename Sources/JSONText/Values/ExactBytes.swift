extension String {
    /// Whether both are the same bytes.
    ///
    /// RFC 8259 §8.3 compares strings code unit by code unit. Swift's `==` does not: `é` equals `e` with a combining
    /// accent, the Kelvin sign equals `K`. A name that one peer holds for known and the next does not is a hole.
    @inline(__always)
    func hasSameBytes(as other: String) -> Bool {
        // Lengths first: they are at hand, the bytes of a short string have to be unpacked.
        utf8.count == other.utf8.count && utf8.span.hasSameBytes(as: other.utf8.span)
    }
}

extension Span<UInt8> {
    /// Whether both are the same bytes.
    func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var position = 0
        while position &+ 8 <= count {
            // In bounds for both by the two lines above.
            let left = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
            let right = unsafe other.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
            if left != right { return false }
            position &+= 8
        }
        while position < count {
            if self[position] != other[position] { return false }
            position &+= 1
        }
        return true
    }
}

extension [UInt8] {
    /// Appends a stretch of a text in one piece.
    @inline(__always)
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        unsafe text.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

/// A string that is equal to, and hashes as, its bytes and nothing else.
struct ExactString: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) {
        unsafe text.utf8.span.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        // No string in UTF-8 holds this byte, so where one ends is part of the hash.
        hasher.combine(0xFF as UInt8)
    }
}
