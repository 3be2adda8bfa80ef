/// Embeds without a model: hashed words, word pairs and character n-grams.
///
/// Words that mean the same are one word to it (see the lexicon), words are weighted by how much they say, and of words
/// it does not know the character n-grams count, too. Each feature adds to three places of the vector with a
/// sign of its own (feature hashing), so that texts without common features score about 0.
public struct BuiltinEmbedder: Embedder {
    /// The length of its vectors.
    public static let dimensions = 384
    /// The edition: raised with every change to the lexicon or the features.
    public static let version = 1

    /// `builtin`.
    public let identity = EmbedderIdentity(name: "builtin", version: version, dimensions: dimensions)

    /// Makes the embedder.
    public init() {}

    /// Makes the tables, which takes some milliseconds at first use, before the first request needs them.
    public static func prepare() { _ = Lexicon.shared.concepts.count }

    /// The vector of a text.
    /// - Parameter text: the text, taken apart.
    public func embed(_ text: AnalyzedText) -> [Float] {
        var vector = [Float](repeating: 0, count: Self.dimensions)
        var previous: TextToken?
        for token in text.tokens {
            Self.add(token.key, token.weight, to: &vector)
            if let previous, previous.weight > 0.2, token.weight > 0.2 {
                var hash = TextHash(seed: previous.key)
                hash.add(token.key)
                Self.add(hash.mixed, 0.25 * min(previous.weight, token.weight), to: &vector)
            }
            if token.concept < 0 { Self.addGrams(of: token, text, to: &vector) }
            if token.weight > 0.2 { previous = token }
        }
        // A negation says as much as a word; the kind of question a little.
        if !text.negations.isEmpty { Self.add(0x4E45_4741, 0.8, to: &vector) }
        if !text.kinds.isEmpty { Self.add(0x4B49_4E44 &+ UInt64(text.kinds.rawValue), 0.2, to: &vector) }
        Self.normalize(&vector)
        return vector
    }

    /// The cosine of two vectors of length 1.
    /// - Parameters:
    ///   - left: a vector.
    ///   - right: another; vectors of different lengths score 0.
    public static func cosine(_ left: [Float], _ right: [Float]) -> Double {
        guard left.count == right.count else { return 0 }
        var sum: Float = 0
        for index in left.indices { sum += left[index] * right[index] }
        return Double(min(max(sum, -1), 1))
    }

    /// Adds the n-grams of a word the lexicon lacks: of three letters, in scripts without spaces of two.
    private static func addGrams(of token: TextToken, _ text: AnalyzedText, to vector: inout [Float]) {
        let length: Int
        switch token.shape {
        case .word, .name: length = 3
        case .kanji, .katakana, .hiragana: length = 2
        default: return
        }
        let start = Int(token.start)
        let end = Int(token.end)
        guard end - start > length else { return }
        let count = min(end - start - length + 1, 16)
        let weight = 0.5 * token.weight / Float(count).squareRoot()
        for offset in 0..<count {
            var hash = TextHash(seed: 0x4752_414D)
            for index in 0..<length { hash.add(text.scalars[start + offset + index]) }
            add(hash.mixed, weight, to: &vector)
        }
    }

    private static func add(_ feature: UInt64, _ weight: Float, to vector: inout [Float]) {
        var hash = TextHash(seed: 0x1234_5678_9ABC_DEF1)
        hash.add(feature)
        var bits = hash.mixed
        for _ in 0..<3 {
            let place = Int(((bits & 0xFFFF) * UInt64(dimensions)) >> 16)
            vector[place] += bits & 0x1_0000 == 0 ? weight : -weight
            bits >>= 17
        }
    }

    private static func normalize(_ vector: inout [Float]) {
        var sum: Float = 0
        for value in vector { sum += value * value }
        guard sum > 0 else { return }
        let factor = 1 / sum.squareRoot()
        for index in vector.indices { vector[index] *= factor }
    }
}
