/// Makes request ids: 128 bits in hexadecimal, unique but no secret.
///
/// The system's generator costs two system calls an id; this one is seeded from it once and then goes on by itself
/// (xoshiro256**, Blackman and Vigna 2018).
struct RequestIDGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init() {
        var system = SystemRandomNumberGenerator()
        // The state must not be all zeros.
        state = (system.next() | 1, system.next(), system.next(), system.next())
    }

    /// The next id: 32 hexadecimal digits.
    mutating func next() -> String {
        var high = bits()
        var low = bits()
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<16 {
                // In bounds: the buffer holds 32 bytes, the digits are 16.
                buffer[15 - index] = digits.utf8Start[Int(high & 15)]
                buffer[31 - index] = digits.utf8Start[Int(low & 15)]
                high >>= 4
                low >>= 4
            }
            return 32
        }
    }

    /// Random bits that are no secret.
    mutating func bits() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }
}
