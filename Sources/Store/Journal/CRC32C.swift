internal import CChecksum

/// The checksum CRC-32C (Castagnoli), as RFC 3720 §B.4 has it: by the processor's own instruction where it has one, otherwise
/// by tables, eight bytes a step.
enum CRC32C {
    /// The checksum of bytes.
    /// - Parameter seed: the checksum of what came before, or any number that both sides know.
    static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        if hasInstruction, let start = bytes.bindMemory(to: UInt8.self).baseAddress {
            return ~kanmon_crc32c(~seed, start, bytes.count)
        }
        return checksumByTables(bytes, seed: seed)
    }

    /// The four bytes, as a number with the lowest first, that lead from one checksum to another.
    static func word(from before: UInt32, to after: UInt32) -> UInt32 {
        // Each step of one bit can be taken back: the polynomial has its highest bit.
        var value = ~after
        for _ in 0..<32 { value = value & 0x8000_0000 != 0 ? ((value ^ 0x82F6_3B78) << 1) | 1 : value << 1 }
        return value ^ ~before
    }

    private static let hasInstruction = kanmon_has_crc32c()

    /// The same without the instruction.
    static func checksumByTables(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        var value = ~seed
        tables.withUnsafeBufferPointer { table in
            var index = 0
            // Every index into the tables is below 2048 by its mask and offset; loads are within `bytes.count`.
            while index &+ 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let low = UInt32(truncatingIfNeeded: word) ^ value
                let high = UInt32(truncatingIfNeeded: word &>> 32)
                value =
                    table[1792 &+ Int(low & 0xFF)] ^ table[1536 &+ Int((low &>> 8) & 0xFF)]
                    ^ table[1280 &+ Int((low &>> 16) & 0xFF)] ^ table[1024 &+ Int(low &>> 24)]
                    ^ table[768 &+ Int(high & 0xFF)] ^ table[512 &+ Int((high &>> 8) & 0xFF)]
                    ^ table[256 &+ Int((high &>> 16) & 0xFF)] ^ table[Int(high &>> 24)]
                index &+= 8
            }
            while index < bytes.count {
                value = table[Int((value ^ UInt32(bytes[index])) & 0xFF)] ^ (value &>> 8)
                index &+= 1
            }
        }
        return ~value
    }

    /// Eight tables of 256: the `n`th advances a byte by `n` more bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
            tables[index] = value
        }
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xFF)] ^ (before >> 8)
        }
        return tables
    }()
}
