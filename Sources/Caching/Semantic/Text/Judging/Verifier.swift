/// Decides whether two texts whose vectors are near ask the same.
///
/// A vector hardly moves when one digit, one "not" or one name changes, so a score alone would answer the question of
/// 2024 with the answer of 2025. The verifier compares what a score cannot see: numbers, dates, units, names, negation,
/// direction, the kind of question, opposites, and at last every word that says something. It never looks at scores.
public struct Verifier: Sendable {
    /// How strictly words that are in one text alone count.
    public enum Strictness: String, Sendable, Hashable, CaseIterable {
        /// Every word of weight must be in both, as it is or as a synonym. For the built-in embedder, to which words
        /// it does not know mean nothing.
        case words
        /// Only contradictions count: numbers, dates, units, names, negation, direction, opposites. For a
        /// provider's embedding model, whose score tells synonyms.
        case contradictions
    }

    /// What the verifier found.
    public enum Verdict: Sendable, Hashable {
        /// Everything said in one is said in the other.
        case same
        /// They differ in words of little weight; these are named.
        case similar(String)
        /// They do not ask the same.
        case different(Disagreement)
    }

    /// How strictly words that are in one text alone count.
    public let strictness: Strictness

    /// Makes a verifier.
    /// - Parameter strictness: how strictly words that are in one text alone count.
    public init(strictness: Strictness = .words) { self.strictness = strictness }

    /// Compares two texts.
    /// - Parameters:
    ///   - left: a text.
    ///   - right: another.
    public func verify(_ left: AnalyzedText, _ right: AnalyzedText) -> Verdict {
        guard left.language.agrees(with: right.language) else {
            return .different(
                Disagreement(code: .language, left: left.language.rawValue, right: right.language.rawValue)
            )
        }
        guard left.isWhole, right.isWhole else {
            return .different(Disagreement(code: .length, left: "", right: ""))
        }
        let pair = TextPair(left, right)
        if let found = pair.numbers ?? pair.negation ?? pair.opposites ?? pair.names ?? pair.direction ?? pair.order {
            return .different(found)
        }
        if let found = pair.questions { return .different(found) }
        return words(pair)
    }

    private func words(_ pair: TextPair) -> Verdict {
        let least: Float = 0.25
        if strictness == .contradictions {
            // A name, number or code in one text alone is a contradiction to any model.
            for (token, text) in pair.extra where token.shape.isTelling {
                return .different(pair.lonely(token, in: text))
            }
            return .same
        }
        let (left, right) = pair.extraWeights
        if left <= least, right <= least, left + right <= 0.4 { return .same }
        // One word of middle weight may be missing from one text; two that stand for each other are a difference.
        if min(left, right) <= least, max(left, right) <= 0.55 {
            let (token, text) = pair.heaviest
            return .similar(text.text(of: token))
        }
        return .different(pair.missing)
    }
}

extension TextToken.Shape {
    /// Whether it names one thing among many.
    var isTelling: Bool { self == .name || self == .number || self == .code }
}
