/// A small, fast random number generator (SplitMix64) for jitter and draws; not for secrets.
///
/// It is a value with one word of state, so each state machine has its own and a test can seed it.
public struct JitterSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator.
    /// - Parameter seed: the same seed gives the same numbers; by default a random one.
    public init(seed: UInt64 = .random(in: .min ... .max)) { state = seed }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed &>> 31)
    }
}

extension RandomNumberGenerator {
    /// A number from 0 up to, not including, 1.
    mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }
}
