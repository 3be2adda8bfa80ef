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

    /// Answers a line; nil for one of nothing but white space.
    /// - Parameter line: a JSON object with the strings `a` and `b`, and any `id`.
    /// - Returns: an object with `id`, `score`, `level`, `same` and `reason`.
    /// - Throws: ``JudgeLineError`` where the line is not such an object.
    public func answer(_ line: [UInt8]) throws(JudgeLineError) -> JSONObject? {
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
        let left = try text("a", in: object)
        let right = try text("b", in: object)
        let judgement = judge.judge(AnalyzedText(left), AnalyzedText(right), by: embedder)
        return [
            "id": object["id"] ?? .null,
            "score": JSONNumber((judgement.score * 10_000).rounded() / 10_000).map(JSONValue.number) ?? .null,
            "level": judgement.level.map { JSONValue($0.rawValue) } ?? .null,
            "same": .bool(judgement.isSame),
            "reason": .string(judgement.reason),
        ]
    }

    private func text(_ name: String, in object: JSONObject) throws(JudgeLineError) -> String {
        guard let value = object[name] else { throw JudgeLineError("'\(name)' is missing") }
        guard let text = value.string else { throw JudgeLineError("'\(name)': expected a string, got \(value.kind)") }
        return text
    }
}
