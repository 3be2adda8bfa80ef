import Crypto

/// What is kept of a secret text: HMAC-SHA256 under the gateway's pepper (RFC 2104), as four words, so that hashing it
/// for a dictionary and comparing it take no allocation.
public struct KeyDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of a key.
    /// - Parameters:
    ///   - key: the key's text in UTF-8, as the caller presents it.
    ///   - pepper: the gateway's secret.
    public init(of key: some Collection<UInt8>, pepper: KeyPepper) {
        var hash = HMAC<SHA256>(key: pepper.key)
        let isDone: Void? = key.withContiguousStorageIfAvailable { hash.update(data: UnsafeRawBufferPointer($0)) }
        if isDone == nil { hash.update(data: Array(key)) }
        words = hash.finalize().withUnsafeBytes { Self.words($0) }
    }

    /// The digest of a key that the gateway made.
    public init(of key: KeyText, pepper: KeyPepper) { self.init(of: key.reveal().utf8, pepper: pepper) }

    /// A SHA-256 digest of bytes that are random themselves, and need no secret.
    init(sha256 bytes: [UInt8]) { words = SHA256.hash(data: bytes).withUnsafeBytes { Self.words($0) } }

    /// Reads a digest.
    /// - Parameter text: 64 hexadecimal digits; anything else gives `nil`.
    public init?(_ text: String) {
        guard let bytes = RandomText.bytes(hexadecimal: text), bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { Self.words($0) }
    }

    /// The digest in 64 hexadecimal digits, for the store alone.
    public var hexadecimal: String {
        [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        .joined()
    }

    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// Compares all bits whatever the first ones say, so that the time taken tells nothing.
    public static func == (left: KeyDigest, right: KeyDigest) -> Bool {
        (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) | (left.words.2 ^ right.words.2)
            | (left.words.3 ^ right.words.3) == 0
    }

    /// Feeds the first word: all of them are random.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension KeyDigest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same placeholder: a digest belongs into the store, not into a log.
    public var description: String { "<digest>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
