/// One guardrail of a configuration, as far as it works without any other service.
public struct GuardRule: Sendable {
    /// What it looks for.
    public enum Kind: Sendable {
        /// Personal data and secrets.
        case personalData
        /// Secrets.
        case secrets
        /// Attempts to take a model away from its instructions.
        case injection
        /// Words and expressions.
        case words(WordFilter)
        /// Texts in other languages than are wanted.
        case language(LanguageCheck)
        /// Something about whole answers; the canaries are texts that instructions hold to be noticed in an answer.
        case output(OutputCheck, canaries: [String])
        /// Nothing by itself: another service looks.
        case external
    }

    /// What it looks for.
    public var kind: Kind
    /// What it does about it.
    public var policy: GuardPolicy
    /// Whether a call goes on where it fails.
    public var failsOpen: Bool
    /// How long it may look at the texts of one side of a call, asked between texts; `nil` for as long as it takes.
    public var timeout: Duration?

    /// Whether texts in which nothing was found are not looked at again when they come once more.
    public var remembers: Bool

    /// Whether it looks at an answer as a whole: then streamed answers wait for it.
    public var needsWholeAnswer: Bool {
        switch kind {
        case .injection, .language, .output, .external: policy.stages.contains(.output)
        case .personalData, .secrets, .words: false
        }
    }

    /// A guardrail.
    public init(
        _ kind: Kind,
        _ policy: GuardPolicy,
        failsOpen: Bool = false,
        timeout: Duration? = nil,
        remembers: Bool = true
    ) {
        self.timeout = timeout
        self.remembers = remembers
        self.kind = kind
        self.policy = policy
        self.policy.coverage =
            switch kind {
            case .personalData: .personalData
            case .secrets: .secrets
            case .injection: .injection
            case .words, .language, .output, .external: .own
            }
        self.failsOpen = failsOpen
    }
}
