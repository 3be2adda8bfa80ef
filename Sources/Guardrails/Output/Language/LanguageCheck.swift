/// In which language an answer is. Code blocks do not count, and a text that is too short or too mixed to tell is not found.
public struct LanguageCheck: Sendable, Hashable {
    /// What is allowed.
    public enum Rule: Sendable, Hashable {
        /// The languages of a list.
        case oneOf(Set<LanguageGuess.Language>)
        /// The language of the user's last text.
        case sameAsQuestion
    }

    /// What is allowed.
    public var rule: Rule

    /// A check.
    public init(_ rule: Rule) { self.rule = rule }

    /// Checks an answer.
    public func findings(in answer: NormalizedText, of question: OutputQuestion) -> [Finding] {
        guard let language = SpokenLanguage(of: answer.bytes).language else { return [] }
        switch rule {
        case .oneOf(let allowed):
            return allowed.contains(language) ? [] : [finding("language.list")]
        case .sameAsQuestion:
            let asked = SpokenLanguage(of: Normalizer().normalize(question.lastUserText, levels: 0).bytes).language
            guard let asked, asked != language else { return [] }
            return [finding("language.same")]
        }
    }

    private func finding(_ rule: String) -> Finding { Finding(type: .language, range: 0..<0, score: 1, rule: rule) }
}
