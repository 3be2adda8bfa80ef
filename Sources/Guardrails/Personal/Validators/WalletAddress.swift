/// Addresses of crypto-currencies.
enum WalletAddress {
    private static let bech32 = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let generators: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]

    /// Whether an address from `bc1` has the checksum of bech32 (BIP 173) or bech32m (BIP 350).
    static func isBech32(_ address: ArraySlice<UInt8>) -> Bool {
        guard (14...90).contains(address.count) else { return false }
        // The human-readable part "bc", spread as the checksum wants it.
        var state: UInt32 = 1
        for value: UInt32 in [3, 3, 0, 2, 3] { state = step(state, value) }
        for byte in address.dropFirst(3) {
            guard let value = bech32.firstIndex(of: byte | 0x20) else { return false }
            state = step(state, UInt32(value))
        }
        return state == 1 || state == 0x2bc8_30a3
    }

    private static func step(_ state: UInt32, _ value: UInt32) -> UInt32 {
        var next = (state & 0x1ff_ffff) << 5 ^ value
        for (bit, generator) in generators.enumerated() where (state >> 25) >> UInt32(bit) & 1 == 1 {
            next ^= generator
        }
        return next
    }

    /// Whether an address from `1` or `3` holds 25 bytes with Bitcoin's version: its checksum is not looked at.
    static func isBase58(_ address: ArraySlice<UInt8>) -> Bool {
        guard (26...35).contains(address.count) else { return false }
        var number: [UInt8] = []
        for byte in address {
            guard let value = base58.firstIndex(of: byte) else { return false }
            var carry = value
            for place in number.indices {
                carry += Int(number[place]) * 58
                number[place] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            while carry > 0 {
                number.append(UInt8(truncatingIfNeeded: carry))
                carry >>= 8
            }
        }
        let zeros = address.prefix { $0 == UInt8(ascii: "1") }.count
        guard number.count + zeros == 25 else { return false }
        return zeros > 0 || number.last == 5
    }

    private static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
}
