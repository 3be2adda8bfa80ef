/// A linear model over hashed character n-grams: how much a stretch of text reads like an attack.
///
/// Every n-gram of two to five scalars of the folded text has a weight in a table of 2^k bytes, found by its hash. A stretch's
/// value is the sum of its weights divided by the square root of their number: what a few words give away in a short text
/// takes more of them in a long one. `scripts/train-injection.py` makes the table; the form of the file is there, too.
struct NGramModel: Sendable {
    /// The shortest and the longest n-gram.
    static let orders = 2...5
    private static let headerSize = 32

    private let weights: [Int8]
    private let mask: UInt32
    /// What one step of a weight is worth.
    private let scale: Float
    /// The logarithm of the odds of a stretch of which nothing is known.
    private let bias: Float

    /// Reads a model.
    /// - Parameter file: magic `KNGM`, version 1, the table's logarithm, the orders, scale, bias, a checksum of the table
    ///   (FNV-1a, 64 bits), the table; all little-endian.
    /// - Throws: ``InjectionError/weights(reason:)``
    init(parsing file: [UInt8]) throws(InjectionError) {
        guard file.count >= NGramModel.headerSize, file.starts(with: Array("KNGM".utf8)) else {
            throw .weights(reason: "not a file of weights")
        }
        let word = { (offset: Int) in
            (0..<4).reduce(UInt32(0)) { $0 | UInt32(file[offset + $1]) << UInt32(8 * $1) }
        }
        guard word(4) == 1 else { throw .weights(reason: "version \(word(4))") }
        let logarithm = Int(word(8))
        guard (10...22).contains(logarithm), file.count == NGramModel.headerSize + 1 << logarithm else {
            throw .weights(reason: "the size is not what the header says")
        }
        guard word(12) == UInt32(NGramModel.orders.lowerBound | NGramModel.orders.upperBound << 8) else {
            throw .weights(reason: "n-grams of another length")
        }
        scale = Float(bitPattern: word(16))
        bias = Float(bitPattern: word(20))
        guard scale.isFinite, bias.isFinite else { throw .weights(reason: "scale or bias is not a number") }
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in file[NGramModel.headerSize...] { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        guard UInt64(word(24)) | UInt64(word(28)) << 32 == checksum else {
            throw .weights(reason: "the checksum is wrong")
        }
        weights = file[NGramModel.headerSize...].map { Int8(bitPattern: $0) }
        mask = UInt32(truncatingIfNeeded: weights.count - 1)
    }

    /// The widths of the stretches that are looked at, in scalars.
    private static let widths = [128, 512]

    /// The logarithm of the odds of the most suspicious stretch of a text.
    /// - Parameters:
    ///   - scalars: the folded text (``InjectionText/scalars``).
    ///   - sums: working memory, reused.
    func score(_ scalars: [UInt32], using sums: inout [Int32]) -> Float {
        addUp(scalars, into: &sums)
        let count = scalars.count
        var best = -Float.infinity
        for width in NGramModel.widths {
            let stride = width / 4
            var start = 0
            while true {
                let end = min(start + width, count)
                best = max(best, value(of: sums[end] &- sums[start], count: end - start))
                if end == count { break }
                start += stride
            }
            if count <= width { break }
        }
        return best.isFinite ? best : bias
    }

    /// The logarithm of the odds of a whole text as one stretch, as training sees it.
    func scoreWhole(_ scalars: [UInt32]) -> Float {
        var sums: [Int32] = []
        addUp(scalars, into: &sums)
        return value(of: sums[scalars.count], count: scalars.count)
    }

    private func value(of sum: Int32, count: Int) -> Float {
        guard count > 0 else { return bias }
        return bias + scale * Float(sum) / (Float(count * NGramModel.orders.count)).squareRoot()
    }

    /// Fills in, for each place of a text, the weights of all n-grams that begin before it.
    private func addUp(_ scalars: [UInt32], into sums: inout [Int32]) {
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
