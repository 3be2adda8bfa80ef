/// How many questions were found how like a stored one, by what came of it.
///
/// Scores are counted in parts of 0.05: part 0 is all below 0.05, part 19 is 0.95 and more.
public struct ShadowHistogram: Hashable, Sendable {
    /// How many parts there are.
    public static let parts = 20

    /// What is counted of one part.
    public struct Part: Hashable, Sendable {
        /// Questions that some stored one says the same as.
        public var same = 0
        /// Questions that the stored one most like them says something else than, by why.
        public var different: [Disagreement.Code: Int] = [:]
        /// Of those that say the same: how many answers were compared with what the provider then said.
        public var compared = 0
        /// Of those: how many were the same, letter by letter.
        public var equal = 0
        /// Of those: how many said the same, as far as words tell.
        public var agreeing = 0
    }

    /// The parts, from the least scores up.
    public var bins = Array(repeating: Part(), count: parts)

    /// Creates an empty one.
    public init() {}

    /// Which part a score is counted in.
    public static func part(of score: Double) -> Int {
        // Rounded first: 0.85 is 0.8499… as a binary fraction.
        guard score.isFinite else { return 0 }
        return min(max(Int((score * 1000).rounded() / 50), 0), parts - 1)
    }

    /// The least score of a part.
    public static func score(of part: Int) -> Double { Double(part) / Double(parts) }

    /// What would be counted with a broad threshold.
    /// - Parameter threshold: rounded down to the beginning of its part.
    public func total(from threshold: Double) -> Part {
        bins[Self.part(of: threshold)...].reduce(into: Part()) { sum, part in
            sum.same += part.same
            sum.different.merge(part.different, uniquingKeysWith: +)
            sum.compared += part.compared
            sum.equal += part.equal
            sum.agreeing += part.agreeing
        }
    }
}
