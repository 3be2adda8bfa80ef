public import Guardrails

/// One guardrail: what it looks for, where, and what is done about it.
public struct GuardrailConfiguration: Sendable, Hashable {
    /// What it looks for.
    public let kind: GuardrailKind
    /// Whether it looks at every call. Otherwise it looks at those of what names it, and of callers who ask for it.
    public let isDefault: Bool
    /// Its name, where it looks, and what it does about what its own kind finds; nothing else may be decided by it.
    public let policy: GuardPolicy
    /// How it looks at answers that are streamed; of no effect without the stage `output`.
    public let streaming: StreamingMode
    /// How long it may take: each time that a service is asked, or for the texts of one side of a call; `nil` for as long as the
    /// texts are.
    public let timeout: Duration?
    /// Whether calls go on where it fails or takes too long; otherwise they are refused.
    public let failsOpen: Bool
    /// Whether texts in which nothing was found are not looked at again when they come once more; of no effect for
    /// services outside.
    public let remembers: Bool

    /// Puts a guardrail together in code; nothing is checked. The defaults are those of the document.
    public init(
        kind: GuardrailKind,
        isDefault: Bool = false,
        policy: GuardPolicy,
        streaming: StreamingMode = .balanced,
        timeout: Duration? = nil,
        failsOpen: Bool = false,
        remembers: Bool = true
    ) {
        self.kind = kind
        self.isDefault = isDefault
        self.policy = policy
        self.streaming = streaming
        if case .adapter = kind { self.timeout = timeout ?? Self.serviceTimeout } else { self.timeout = timeout }
        self.failsOpen = failsOpen
        self.remembers = remembers
    }

    /// How long a service is waited for unless something else is said.
    public static let serviceTimeout = Duration.seconds(2)

    /// The name by which models, teams, keys and callers attach it.
    public var name: String { policy.name }
}
