/// A hash that is the same in every process, for words and features. Not for untrusted tables: what it feeds is
/// bounded and does not chain.
struct TextHash {
    private(set) var value: UInt64

    init(seed: UInt64 = 0xCBF2_9CE4_8422_2325) { value = seed }

    /// Adds a number (FNV-1a over 32 bits at a time).
    mutating func add(_ number: UInt32) { value = (value ^ UInt64(number)) &* 0x0000_0100_0000_01B3 }

    /// Adds a number of 64 bits.
    mutating func add(_ number: UInt64) {
        add(UInt32(truncatingIfNeeded: number))
        add(UInt32(truncatingIfNeeded: number >> 32))
    }

    /// The hash with every bit of the input in every bit of the output (the finaliser of SplitMix64).
    var mixed: UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
