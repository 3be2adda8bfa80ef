/// What became of a mail that a server has taken.
public struct SMTPOutcome: Hashable, Sendable {
    /// A recipient that the server does not know.
    public struct Refusal: Hashable, Sendable {
        /// Whom it was for.
        public var address: MailAddress
        /// What the server said.
        public var reply: String
    }

    /// Who gets it.
    public var accepted: [MailAddress] = []
    /// Who does not.
    public var refused: [Refusal] = []
}
