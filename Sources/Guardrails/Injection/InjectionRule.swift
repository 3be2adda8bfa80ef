/// A phrase that speaks for, or against, an attack on a model's instructions.
struct InjectionRule: Sendable, Hashable {
    /// What kind of evidence a rule is. Of one family only so much counts, however many of its rules match.
    enum Family: String, Sendable, Hashable, CaseIterable {
        /// Earlier instructions are to be put aside.
        case override
        /// The model is to be somebody else.
        case persona
        /// What it is to be knows no limits.
        case unrestricted
        /// Declining is forbidden.
        case compliance
        /// The form that such texts give to answers: two voices, a placeholder for the question, a password of assent.
        case form
        /// The model's own instructions are asked for.
        case leak
        /// Somebody claims to have a say.
        case authority
        /// Turns and control tokens that only the application may write.
        case template
        /// Data are to leave.
        case exfiltration
        /// Orders that are encoded or put together from pieces.
        case encoded
        /// A text that is merely quoted speaks to the model that reads it.
        case quoted
        /// Weak hints.
        case hint
        /// Speaks against an attack.
        case harmless
        /// The model declined; no evidence by itself.
        case declined

        /// How much all rules of the family together can add.
        var limit: Double {
            switch self {
            case .override, .leak, .quoted, .exfiltration: 6.5
            case .unrestricted, .template: 5.5
            case .compliance: 5
            case .persona, .encoded: 4
            case .form: 3.6
            case .authority, .harmless: 3
            case .hint: 2
            case .declined: 0
            }
        }
    }

    /// The stable name.
    var name: String
    var family: Family
    /// What one match adds to the logarithm of the odds.
    var weight: Double
    /// Whose texts it looks at.
    var origins: Set<TextOrigin>
    /// `en`, `ja` or `any`.
    var language: String
    /// The entry of OWASP's list of risks of LLM applications that it belongs to.
    var owasp: String
    /// Whether only the beginning and the end of a text count.
    var onlyAtEdge: Bool
}
