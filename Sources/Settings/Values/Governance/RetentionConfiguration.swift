public import Governance

/// How long what is known of a team's requests is kept.
public struct RetentionConfiguration: Sendable, Hashable {
    /// What is kept of prompts and answers; what is nil is the organization's, and ``standard`` where that is nil too.
    public struct Bodies: Sendable, Hashable {
        /// Whether they are stored at all.
        public let store: Bool?
        /// The most bytes of one prompt or answer; longer ones are cut.
        public let maxSize: Int?
        /// How long they are kept.
        public let retention: Duration?
        /// What is hidden in them.
        public let masks: Set<BodyMask>?

        /// What counts where nobody says: nothing is stored.
        static let standard = (
            store: false,
            policy: BodyPolicy(maxSize: 64 << 10, retention: .seconds(30 * 86_400), masks: Set(BodyMask.allCases))
        )

        /// Puts the settings together in code; nothing is checked.
        public init(
            store: Bool? = nil,
            maxSize: Int? = nil,
            retention: Duration? = nil,
            masks: Set<BodyMask>? = nil
        ) {
            self.store = store
            self.maxSize = maxSize
            self.retention = retention
            self.masks = masks
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
