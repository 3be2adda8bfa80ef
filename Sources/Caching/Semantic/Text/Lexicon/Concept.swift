/// A meaning the lexicon knows: one for all words and phrases that say the same.
struct Concept {
    /// What a word does in a question.
    enum Role: UInt8 {
        /// Says nothing by itself: articles, polite forms, particles.
        case function
        /// A word that may be missing from one text without changing what is asked.
        case light
        /// A word of which one may be missing.
        case medium
        /// A word that must be in both texts.
        case content
        /// Not, without, except, cannot.
        case negation
        /// From, to, than: what follows (in Japanese: precedes) it is bound to it.
        case binding
        /// And, or.
        case joining
    }

    let name: String
    let role: Role
    /// What a question with this word asks for.
    let kind: QuestionKinds
    /// The kinds of question that say as much without it: "find" in "where do I find …".
    let absorbers: QuestionKinds
    /// A thing rather than an action: it can change places with another of its like.
    let isNoun: Bool
    /// A person, a currency, a place: what can change places with another of its like.
    let isEntity: Bool
    /// Counts something: a day, a kilometre, a yen.
    let isUnit: Bool
    /// Asks only at the start of a clause: "do", "is", "can".
    let isInitial: Bool
    /// May also join clauses.
    let isConjunction: Bool
    /// Ends the start of a clause though it says nothing: "I", "the".
    let isSubject: Bool
    /// Denies what follows also in Japanese: 未, 非.
    let isPrefix: Bool
    /// A month's name.
    let isMonth: Bool
    /// The number this word stands for.
    let number: Double?

    /// How much it weighs in a vector and as evidence.
    var weight: Float {
        switch role {
        case .function, .binding, .joining: 0
        case .light: 0.12
        case .medium: 0.4
        case .content: absorbers.isEmpty ? 1 : 0.6
        case .negation: 1
        }
    }
}
