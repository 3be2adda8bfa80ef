/// Where people or programs are told of alerts and reports.
public struct AlertChannel: Sendable, Hashable {
    /// What kind of place it is; the raw value is what a document writes.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A program that takes JSON.
        case webhook
        /// Slack, or what takes its incoming webhooks.
        case slack
        /// Mailboxes.
        case email
    }

    /// Where it is.
    public enum Destination: Sendable, Hashable {
        /// A program: its URL, which may hold a secret itself, and what messages are signed with.
        case webhook(url: Secret, secret: Secret?)
        /// An incoming webhook of Slack, whose URL is a secret.
        case slack(url: Secret)
        /// Mailboxes behind a server.
        case email(MailDestination)

        /// What kind of place it is.
        public var kind: Kind {
            switch self {
            case .webhook: .webhook
            case .slack: .slack
            case .email: .email
            }
        }
    }

    /// Its name, unique.
    public let name: String
    /// Where it is.
    public let destination: Destination
    /// The rules whose alerts it gets; `nil` for all.
    public let rules: Set<String>?
    /// The severities that it gets, by their names; `nil` for all.
    public let severities: Set<String>?

    /// Puts a channel together in code; nothing is checked.
    public init(
        name: String,
        destination: Destination,
        rules: Set<String>? = nil,
        severities: Set<String>? = nil
    ) {
        self.name = name
        self.destination = destination
        self.rules = rules
        self.severities = severities
    }
}
