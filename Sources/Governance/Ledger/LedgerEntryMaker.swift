/// Makes the entries of records: unique for all time, in order of time, and not to be guessed.
///
/// An entry has 32 characters: ten of the time in milliseconds, seven of a random number of the process and six of one of the
/// maker, and nine of its count. Each event loop has a maker of its own. That entries come in order keeps the store's index of them compact.
public struct LedgerEntryMaker: Sendable {
    private let maker: UInt64
    private var count: UInt64 = 0

    /// How many bits of a maker's number are the maker's own: six characters.
    private static let ownBits: UInt64 = 30
    /// The number of this process.
    private static let process = (UInt64.random(in: .min ... .max) >> ownBits) << ownBits
    /// It, as it stands in entries.
    private static let processText: [UInt8] = {
        var maker = LedgerEntryMaker()
        return Array(maker.next(at: 0).utf8.dropFirst(10).prefix(7))
    }()

    /// A maker with a random number of its own.
    public init() { maker = Self.process | .random(in: 0..<1 << Self.ownBits) }

    /// Whether an entry was made in this process.
    public static func isOwn(_ entry: String) -> Bool {
        let characters = entry.utf8
        return characters.count == 32 && characters.dropFirst(10).starts(with: processText)
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
