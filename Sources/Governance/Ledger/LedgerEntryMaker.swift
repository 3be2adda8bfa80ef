/// Makes the entries of records: unique for all time, in order of time, and not to be guessed.
///
/// An entry has 32 characters: ten of the time in milliseconds, thirteen of a random number of the maker, and nine of its
/// count. Each event loop has a maker of its own. That entries come in order keeps the store's index of them compact.
public struct LedgerEntryMaker: Sendable {
    private let maker: UInt64
    private var count: UInt64 = 0

    /// A maker with a random number of its own.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// A maker whose number comes from a generator, for tests.
    public init(using generator: inout some RandomNumberGenerator) { maker = generator.next() }

    /// The next entry.
    /// - Parameter time: the request's time, in nanoseconds since 1970 UTC.
    public mutating func next(at time: Int64) -> String {
        count &+= 1
        let milliseconds = UInt64(max(time, 0)) / 1_000_000
        let (maker, count) = (maker, count)
        return String(unsafeUninitializedCapacity: 32) { buffer in
            Self.write(milliseconds, to: buffer, in: 0..<10)
            Self.write(maker, to: buffer, in: 10..<23)
            Self.write(count, to: buffer, in: 23..<32)
            return 32
        }
    }

    /// Writes the lowest bits of a number, five a character, the highest first; the characters sort as the numbers do.
    private static func write(_ number: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, in range: Range<Int>) {
        var rest = number
        for index in range.reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 31)
            buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
            rest >>= 5
        }
    }
}
