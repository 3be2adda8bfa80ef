/// What two texts disagree on.
public struct Disagreement: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of disagreement.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Different languages or scripts.
        case language
        /// A text is too long to be compared.
        case length
        /// Different numbers, percentages or amounts.
        case number
        /// Different dates, months or years.
        case date
        /// Different times of day.
        case time
        /// Different versions.
        case version
        /// Different units or currencies.
        case unit
        /// Different names, places, products or codes.
        case entity
        /// One denies what the other says, or something else is denied.
        case negation
        /// One says the opposite of the other.
        case antonym
        /// Different kinds of question.
        case question
        /// What comes from where, or before what, is turned round.
        case direction
        /// Who does what to whom is turned round.
        case order
        /// A word is said in one text alone.
        case word
    }

    /// The kind of disagreement.
    public let code: Code
    /// What the first text says.
    public let left: String
    /// What the second text says.
    public let right: String

    /// `number: 2024 / 2025`.
    public var description: String {
        "\(code.rawValue): \(left.isEmpty ? "-" : left) / \(right.isEmpty ? "-" : right)"
    }
}
