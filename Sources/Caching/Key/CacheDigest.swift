import Crypto

/// The key of a stored answer: SHA-256 over tenant, model and question.
///
/// It tells nothing of the question and can be shown (`x-kanmon-cache-key`). Kept as four words, so that it is copied and
/// compared without a look at the heap.
public struct CacheDigest: Sendable, CustomStringConvertible {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// A digest of 32 bytes.
    init(_ digest: SHA256.Digest) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        digest.withUnsafeBytes { bytes in
            // A SHA-256 digest has 32 bytes.
            words = (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian,
                bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self).bigEndian,
                bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self).bigEndian
            )
        }
        (first, second, third, fourth) = words
    }

    /// A digest of 32 bytes; `nil` of any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3])
    }

    /// A digest as ``description`` writes it, in either case; `nil` where the text is anything else.
    public init?(_ text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in text.utf8 {
            guard bytes.count < 32, let value = Self.value(of: digit) else { return nil }
            if let upper = high {
                bytes.append(upper << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    /// The digest's 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [first, second, third, fourth] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The digest in 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest of this one with another behind it.
    func followed(by next: CacheDigest) -> CacheDigest {
        var hash = SHA256()
        let words = (first, second, third, fourth, next.first, next.second, next.third, next.fourth)
        unsafe withUnsafeBytes(of: words) { unsafe hash.update(bufferPointer: $0) }
        return CacheDigest(hash.finalize())
    }

    /// A word of it, to choose by: every bit of a SHA-256 digest is as good as any other.
    var word: UInt64 { fourth }

    /// Another word of it.
    var otherWord: UInt64 { third }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension CacheDigest: Hashable {
    /// Feeds one word: the rest only matters to equality.
    public func hash(into hasher: inout Hasher) { hasher.combine(first) }
}
