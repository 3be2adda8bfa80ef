import Crypto

/// The checksum of a block: the first eight bytes of its SHA-256.
enum BlockDigest {
    static let length = 8

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hash.finalize().prefix(length).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
