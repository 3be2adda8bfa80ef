/// What a ``StreamGuard`` lets go on after it has been given a piece of a text.
public struct GuardedPiece: Sendable, Hashable {
    /// What goes on, UTF-8, edited as was decided; a character is never parted.
    public var bytes: [UInt8]
    /// What becomes of the answer. Once it is anything but ``GuardVerdict/pass``, nothing more goes on.
    public var verdict: GuardVerdict
    /// What is remembered of findings that were decided now, each once; offsets count in the whole text.
    public var evidence: [GuardEvidence]
    /// The names of guardrails that warn and have not warned about this text before.
    public var warnings: [String]

    /// A piece.
    public init(
        bytes: [UInt8] = [],
        verdict: GuardVerdict = .pass,
        evidence: [GuardEvidence] = [],
        warnings: [String] = []
    ) {
        self.bytes = bytes
        self.verdict = verdict
        self.evidence = evidence
        self.warnings = warnings
    }
}
