public import JSONText

/// `kanmon cache judge`: a pair of texts in, whether one's answer may serve the other out; see Docs/caching.md.
public struct JudgeLines: Sendable {
    /// The longest line that is read, in bytes.
    public static let maximumLine = 1 << 20

    private let judge: SemanticJudge
    private let embedder = BuiltinEmbedder()

    /// Makes a judge of lines, with the built-in embedder.
    /// - Parameter judge: the thresholds and the verifier.
    public init(judge: SemanticJudge) { self.judge = judge }

    /// Two texts to judge.
    public struct Pair: Sendable, Hashable {
        /// What the line is called, in its own words.
        public let id: JSONValue
        /// One text.
        public let left: String
        /// The other.
        public let right: String
    }

    /// Answers a line by the built-in embedder; nil for one of nothing but white space.
    /// - Parameter line: a JSON object with the strings `a` and `b`, and any `id`.
    /// - Returns: an object with `id`, `score`, `level`, `same` and `reason`.
    /// - Throws: ``JudgeLineError`` where the line is not such an object.
    public func answer(_ line: [UInt8]) throws(JudgeLineError) -> JSONObject? {
        guard let pair = try pair(line) else { return nil }
        let (left, right) = (AnalyzedText(pair.left), AnalyzedText(pair.right))
        return Self.answer(pair, judge.judge(left, right, by: embedder))
    }

    /// Answers a pair by the vectors of a provider's embedding model.
    /// - Parameters:
    ///   - pair: the texts.
    ///   - vectors: of each text its vector, of any length.
    public func answer(_ pair: Pair, _ vectors: (left: [Float], right: [Float])) -> JSONObject {
        let score = Self.cosine(vectors.left, vectors.right)
        return Self.answer(pair, judge.judge(AnalyzedText(pair.left), AnalyzedText(pair.right), score: score))
    }

    /// Reads a line; nil for one of nothing but white space.
    /// - Throws: ``JudgeLineError`` where the line is no pair.
    public func pair(_ line: [UInt8]) throws(JudgeLineError) -> Pair? {
        if line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return nil }
        guard line.count <= Self.maximumLine else {
            throw JudgeLineError("the line is longer than \(Self.maximumLine) bytes")
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line, limits: JSONLimits(depth: 64, values: 100_000))
        } catch {
            throw JudgeLineError("\(error)")
        }
        guard let object = value.object else { throw JudgeLineError("expected an object, got \(value.kind)") }
        return Pair(id: object["id"] ?? .null, left: try text("a", in: object), right: try text("b", in: object))
    }

    private static func answer(_ pair: Pair, _ judgement: Judgement) -> JSONObject {
        [
            "id": pair.id,
            "score": JSONNumber((judgement.score * 10_000).rounded() / 10_000).map(JSONValue.number) ?? .null,
            "level": judgement.level.map { JSONValue($0.rawValue) } ?? .null,
            "same": .bool(judgement.isSame),
            "reason": .string(judgement.reason),
        ]
    }

    /// The cosine of two vectors of any length but none; 0 where they cannot be compared.
    private static func cosine(_ left: [Float], _ right: [Float]) -> Double {
        guard left.count == right.count else { return 0 }
        var (product, first, second) = (0.0, 0.0, 0.0)
        for (one, other) in zip(left, right) {
            product += Double(one) * Double(other)
            first += Double(one) * Double(one)
            second += Double(other) * Double(other)
        }
        let length = (first * second).squareRoot()
        return length > 0 && product.isFinite && length.isFinite ? min(max(product / length, -1), 1) : 0
    }

    private func text(_ name: String, in object: JSONObject) throws(JudgeLineError) -> String {
        guard let value = object[name] else { throw JudgeLineError("'\(name)' is missing") }
        guard let text = value.string else { throw JudgeLineError("'\(name)': expected a string, got \(value.kind)") }
        return text
    }
}
