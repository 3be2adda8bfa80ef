#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Two linear models over hashed character n-grams: how much a stretch of text reads like an attack, where a person says it and
/// where it is merely quoted.
///
/// Every n-gram of two to five scalars of the folded text has a weight in a table of 2^k bytes, found by its hash. A stretch's
/// value is the sum of its weights divided by the square root of their number: what a few words give away in a short text
/// takes more of them in a long one. `scripts/train-injection.py` makes the tables; the form of the file is there, too.
struct NGramModel: Sendable {
    /// What is known about one kind of texts.
    private struct Table: Sendable {
        var weights: [Int8]
        /// What one step of a weight is worth.
        var scale: Float
        /// The value of a stretch of which nothing is known.
        var bias: Float
        /// The bounds of what the model may say.
        var range: ClosedRange<Float>
    }

    /// The shortest and the longest n-gram.
    static let orders = 2...5
    private static let headerSize = 56

    /// For what people say.
    private let said: Table
    /// For what tools and documents say.
    private let quoted: Table
    private let mask: UInt32

    /// Reads a model.
    /// - Parameter file: magic `KNGM`, version 2, the tables' logarithm, the orders; of each table scale, bias and bounds; a
    ///   checksum of the tables (FNV-1a, 64 bits); the tables. All little-endian.
    /// - Throws: ``InjectionError/weights(reason:)``
    init(parsing file: [UInt8]) throws(InjectionError) {
        guard file.count >= NGramModel.headerSize, file.starts(with: Array("KNGM".utf8)) else {
            throw .weights(reason: "not a file of weights")
        }
        let word = { (offset: Int) in
            (0..<4).reduce(UInt32(0)) { $0 | UInt32(file[offset + $1]) << UInt32(8 * $1) }
        }
        guard word(4) == 2 else { throw .weights(reason: "version \(word(4))") }
        let logarithm = Int(word(8))
        guard (10...20).contains(logarithm), file.count == NGramModel.headerSize + 2 << logarithm else {
            throw .weights(reason: "the size is not what the header says")
        }
        guard word(12) == UInt32(NGramModel.orders.lowerBound | NGramModel.orders.upperBound << 8) else {
            throw .weights(reason: "n-grams of another length")
        }
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in file[NGramModel.headerSize...] { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        guard UInt64(word(48)) | UInt64(word(52)) << 32 == checksum else {
            throw .weights(reason: "the checksum is wrong")
        }
        let size = 1 << logarithm
        let tables = try (0..<2).map { (index: Int) throws(InjectionError) -> Table in
            let numbers = (0..<4).map { Float(bitPattern: word(16 + 16 * index + 4 * $0)) }
            guard numbers.allSatisfy(\.isFinite), numbers[2] <= numbers[3] else {
                throw .weights(reason: "scale, bias or bounds are not numbers")
            }
            return Table(
                weights: file[(NGramModel.headerSize + index * size)...].prefix(size).map { Int8(bitPattern: $0) },
                scale: numbers[0],
                bias: numbers[1],
                range: numbers[2]...numbers[3]
            )
        }
        said = tables[0]
        quoted = tables[1]
        mask = UInt32(truncatingIfNeeded: size - 1)
    }

    /// The widths of the stretches that are looked at, in scalars.
    private static let widths = [128, 512]

    /// What the most suspicious stretch of a text adds to the logarithm of the odds.
    /// - Parameters:
    ///   - scalars: the folded text (``InjectionText/scalars``).
    ///   - isQuoted: whether a tool or a document says it.
    ///   - sums: working memory, reused.
    func score(_ scalars: [UInt32], isQuoted: Bool, using sums: inout [Int32]) -> Float {
        let table = isQuoted ? quoted : said
        addUp(scalars, of: table.weights, into: &sums)
        let count = scalars.count
        var best = -Float.infinity
        for width in NGramModel.widths {
            let stride = width / 4
            var start = 0
            while true {
                let end = min(start + width, count)
                best = max(best, Self.value(of: sums[end] &- sums[start], count: end - start, in: table))
                if end == count { break }
                start += stride
            }
            if count <= width { break }
        }
        guard best.isFinite else { return table.range.lowerBound }
        // Of many stretches some look odd by chance: the longer the text, the more its oddest has to say.
        let chance = 0.5 * log2(max(1, Float(count) / 128))
        return min(max(best - chance, table.range.lowerBound), table.range.upperBound)
    }

    private static func value(of sum: Int32, count: Int, in table: Table) -> Float {
        guard count > 0 else { return table.bias }
        return table.bias + table.scale * Float(sum) / (Float(count * NGramModel.orders.count)).squareRoot()
    }

    /// Fills in, for each place of a text, the weights of all n-grams that begin before it.
    private func addUp(_ scalars: [UInt32], of weights: [Int8], into sums: inout [Int32]) {
        let count = scalars.count
        if sums.count <= count { sums.append(contentsOf: repeatElement(0, count: count &+ 1 &- sums.count)) }
        var total: Int32 = 0
        scalars.withUnsafeBufferPointer { scalars in
            weights.withUnsafeBufferPointer { weights in
                sums.withUnsafeMutableBufferPointer { sums in
                    sums[0] = 0
                    var start = 0
                    // Four n-grams begin at every place but the last ones: the orders of ``orders``, written out.
                    while start &+ 4 < count {
                        var hash = Self.step(Self.seed, scalars[start])
                        hash = Self.step(hash, scalars[start &+ 1])
                        var sum = Int32(weights[bucket(hash, 2)])
                        hash = Self.step(hash, scalars[start &+ 2])
                        sum &+= Int32(weights[bucket(hash, 3)])
                        hash = Self.step(hash, scalars[start &+ 3])
                        sum &+= Int32(weights[bucket(hash, 4)])
                        hash = Self.step(hash, scalars[start &+ 4])
                        sum &+= Int32(weights[bucket(hash, 5)])
                        total &+= sum
                        start &+= 1
                        sums[start] = total
                    }
                    while start < count {
                        var hash = Self.seed
                        for index in start..<count {
                            hash = Self.step(hash, scalars[index])
                            let order = index &- start &+ 1
                            guard order >= NGramModel.orders.lowerBound else { continue }
                            total &+= Int32(weights[bucket(hash, UInt32(truncatingIfNeeded: order))])
                        }
                        start &+= 1
                        sums[start] = total
                    }
                }
            }
        }
    }

    private static let seed: UInt32 = 0x811C_9DC5

    @inline(__always)
    private static func step(_ hash: UInt32, _ scalar: UInt32) -> UInt32 { (hash ^ scalar) &* 0x0100_0193 }

    /// Where in the table the weight of an n-gram stands.
    @inline(__always)
    private func bucket(_ hash: UInt32, _ order: UInt32) -> Int {
        var bucket = hash ^ order
        bucket ^= bucket >> 15
        bucket = bucket &* 0x2C1B_3C6D
        bucket ^= bucket >> 12
        return Int(bucket & mask)
    }
}
