/// The numbers that a field takes.
struct NumberRange: Sendable, Hashable {
    let minimum: Int
    /// Whether the minimum itself is out.
    let isMinimumExcluded: Bool
    let maximum: Int

    /// What is allowed, in words.
    var words: String { isMinimumExcluded ? "more than \(minimum), up to \(maximum)" : "\(minimum) to \(maximum)" }

    func contains(_ number: Double) -> Bool {
        let isEnough = isMinimumExcluded ? number > Double(minimum) : number >= Double(minimum)
        return isEnough && number <= Double(maximum)
    }
}
