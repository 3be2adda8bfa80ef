/// SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012, and the reference implementation's `outlen` of 16): a keyed hash of
/// texts. Without the key nobody can find two texts with one digest.
struct TextDigest: Hashable, Sendable {
    /// A secret: 128 random bits.
    struct Key: Sendable {
        var first: UInt64
        var second: UInt64

        /// A new one, of the system's randomness.
        static func random() -> Key {
            var source = SystemRandomNumberGenerator()
            return Key(first: source.next(), second: source.next())
        }
    }

    /// The first eight bytes, little-endian.
    let low: UInt64
    /// The last eight bytes, little-endian.
    let high: UInt64

    /// The digest of some bytes.
    init(_ bytes: [UInt8], key: Key) {
        var state = State(key)
        state.takeLast(bytes.span, behind: 0)
        (low, high) = state.finish()
    }

    /// The digest of a text and of what is known about it.
    init(_ text: [UInt8], _ context: ScanContext, key: Key) {
        var state = State(key)
        let field = context.fieldName.map { Array($0.utf8) } ?? []
        // How long the name is says where the text begins, and the bit whether there is one.
        let header = UInt64(field.count) << 8 | (context.fieldName == nil ? 0 : 0x80) | context.origin.number
        state.take(header)
        var before = 8
        if !field.isEmpty {
            var index = 0
            let bytes = field.span
            while index < bytes.count {
                state.take(State.word(bytes, from: index, count: min(8, bytes.count &- index)))
                index &+= 8
                before &+= 8
            }
        }
        state.takeLast(text.span, behind: before)
        (low, high) = state.finish()
    }

    /// The four words of the hash.
    private struct State {
        private var v0: UInt64
        private var v1: UInt64
        private var v2: UInt64
        private var v3: UInt64

        init(_ key: Key) {
            v0 = 0x736F_6D65_7073_6575 ^ key.first
            v1 = 0x646F_7261_6E64_6F6D ^ key.second ^ 0xEE
            v2 = 0x6C79_6765_6E65_7261 ^ key.first
            v3 = 0x7465_6462_7974_6573 ^ key.second
        }

        @inline(__always)
        private mutating func mix() {
            v0 = v0 &+ v1
            v1 = v1 &<< 13 | v1 &>> 51
            v1 ^= v0
            v0 = v0 &<< 32 | v0 &>> 32
            v2 = v2 &+ v3
            v3 = v3 &<< 16 | v3 &>> 48
            v3 ^= v2
            v0 = v0 &+ v3
            v3 = v3 &<< 21 | v3 &>> 43
            v3 ^= v0
            v2 = v2 &+ v1
            v1 = v1 &<< 17 | v1 &>> 47
            v1 ^= v2
            v2 = v2 &<< 32 | v2 &>> 32
        }

        @inline(__always)
        mutating func take(_ word: UInt64) {
            v3 ^= word
            mix()
            mix()
            v0 ^= word
        }

        /// Takes the end of the message.
        /// - Parameter before: how many bytes have been taken.
        mutating func takeLast(_ bytes: Span<UInt8>, behind before: Int) {
            let raw = bytes.bytes
            var index = 0
            while index &+ 8 <= raw.byteCount {
                // In bounds by the line above.
                take(unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self).littleEndian)
                index &+= 8
            }
            let length = UInt64(truncatingIfNeeded: before &+ bytes.count) &<< 56
            take(length | Self.word(bytes, from: index, count: bytes.count &- index))
        }

        /// Up to eight bytes as a word, little-endian.
        static func word(_ bytes: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in 0..<count { word |= UInt64(bytes[start &+ index]) &<< UInt64(8 &* index) }
            return word
        }

        mutating func finish() -> (low: UInt64, high: UInt64) {
            v2 ^= 0xEE
            for _ in 0..<4 { mix() }
            let low = v0 ^ v1 ^ v2 ^ v3
            v1 ^= 0xDD
            for _ in 0..<4 { mix() }
            return (low, v0 ^ v1 ^ v2 ^ v3)
        }
    }
}

extension TextOrigin {
    fileprivate var number: UInt64 {
        switch self {
        case .system: 0
        case .user: 1
        case .assistant: 2
        case .tool: 3
        case .document: 4
        }
    }
}
