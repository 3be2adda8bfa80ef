/// How long what is known of a team's requests is kept.
public struct RetentionConfiguration: Sendable, Hashable {
    /// What is kept of prompts and answers.
    public struct Bodies: Sendable, Hashable {
        /// Whether they are stored at all.
        public let store: Bool
        /// The most bytes of one prompt or answer; longer ones are cut.
        public let maxSize: Int
        /// How long they are kept.
        public let retention: Duration

        /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
        public init(store: Bool = false, maxSize: Int = 64 << 10, retention: Duration = .seconds(30 * 86_400)) {
            self.store = store
            self.maxSize = maxSize
            self.retention = retention
        }
    }

    /// How long the team's rows stay in the ledger; nil for as long as ``LedgerConfiguration/retention`` says.
    public let ledger: Duration?
    /// What is kept of prompts and answers.
    public let bodies: Bodies

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(ledger: Duration? = nil, bodies: Bodies = Bodies()) {
        self.ledger = ledger
        self.bodies = bodies
    }
}
