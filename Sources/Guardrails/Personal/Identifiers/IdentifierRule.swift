/// How a kind of number is recognised and how sure its surroundings make it.
struct IdentifierRule: Sendable {
    /// Scores by what speaks for a candidate, 0 to 1.
    struct Scores: Sendable, Hashable {
        /// Nothing but its form.
        var alone: Double
        /// Its form and its grouping.
        var grouped: Double
        /// A label.
        var labelled: Double
        /// Whether the form is so much its own that a label of another kind counts only right in front.
        var isDistinct: Bool

        init(alone: Double, grouped: Double, labelled: Double, isDistinct: Bool = false) {
            self.alone = alone
            self.grouped = grouped
            self.labelled = labelled
            self.isDistinct = isDistinct
        }
    }

    /// A stable name, the first half of the findings' rule.
    let name: String
    let type: FindingType
    /// The labels that speak for it.
    let labels: LabelKinds
    let scores: Scores
    /// Whether letters stand in front of its digits; other numbers do not begin in the middle of a word.
    let takesLetters: Bool
    /// The lengths that its first group may have, as bits: most rules need no look at most numbers.
    let lengths: UInt32
    /// Looks at the groups of a chain from one on.
    let recognize: @Sendable (DigitChain, Int) -> Recognition?

    init(
        _ name: String,
        _ type: FindingType,
        labels: LabelKinds,
        scores: Scores,
        takesLetters: Bool = false,
        lengths: [ClosedRange<Int>],
        recognize: @escaping @Sendable (DigitChain, Int) -> Recognition?
    ) {
        self.name = name
        self.type = type
        self.labels = labels
        self.scores = scores
        self.takesLetters = takesLetters
        self.lengths = lengths.joined().reduce(0) { $0 | 1 << UInt32(clamping: $1) }
        self.recognize = recognize
    }

    /// A rule of digits alone.
    /// - Parameters:
    ///   - shapes: lengths of groups; the first that fits counts.
    ///   - solid: how many digits it has without groups.
    ///   - check: whether the check digit is right; `nil` where it has none.
    ///   - isExcluded: whether digits of these lengths are something else.
    init(
        _ name: String,
        _ type: FindingType,
        labels: LabelKinds,
        scores: Scores,
        solid: [Int],
        shapes: [[Int]] = [],
        check: (@Sendable (Digits) -> Bool)? = nil,
        isExcluded: (@Sendable (Digits) -> Bool)? = nil
    ) {
        let lengths = (solid + shapes.compactMap(\.first)).map { $0...$0 }
        self.init(name, type, labels: labels, scores: scores, lengths: lengths) { chain, first in
            let isSolid = solid.contains(chain.groups[first].count)
            var length = 1
            if !isSolid {
                guard let shape = shapes.first(where: { chain.matches($0, at: first) }) else { return nil }
                length = shape.count
            }
            let groups = first..<(first + length)
            guard chain.isFree(behind: groups.upperBound - 1) else { return nil }
            if isSolid, chain.isCounted(first) { return nil }
            if let isExcluded, isExcluded(chain.digits(groups)) { return nil }
            return Recognition(
                groups: groups,
                range: chain.range(groups),
                proof: check.map { $0(chain.digits(groups)) ? .checked : .broken } ?? .formed,
                isGrouped: length > 1
            )
        }
    }

    /// Whether its first group may have so many digits.
    func begins(with count: Int) -> Bool { lengths & 1 << UInt32(clamping: min(count, 31)) != 0 }

    /// The score of a candidate.
    func score(_ recognition: Recognition, _ nearest: LabelReader.Nearest?) -> Double {
        let scores = recognition.scores ?? scores
        let isBroken = recognition.proof == .broken
        let base = isBroken ? 0 : recognition.isGrouped ? scores.grouped : scores.alone
        guard let nearest else { return base }
        if labels.contains(nearest.kind) {
            if isBroken { return 0.3 }
            if nearest.isConsumed { return recognition.proof == .checked ? max(base, 0.6) : base }
            return nearest.distance <= 24 ? scores.labelled : max(base, scores.labelled - 0.15)
        }
        if nearest.kind.isTolerant { return base }
        if scores.isDistinct { return nearest.distance <= 6 && !nearest.isConsumed ? base * 0.4 : base }
        return base * 0.5
    }
}
