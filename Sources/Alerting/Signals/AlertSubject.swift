/// What an alert is about.
public struct AlertSubject: Hashable, Sendable {
    /// Longer names are cut.
    public static let longestName = 256

    /// What kind of thing it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The gateway as a whole.
        case gateway
        /// A provider, by its name.
        case provider
        /// A model as callers name it.
        case model
        /// A budget, by the text of its scope and its name: `team:dev/month`.
        case budget
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// Its name among its kind; empty for the gateway.
    public let name: String

    /// A thing of a kind.
    public init(_ kind: Kind, _ name: String = "") {
        self.kind = kind
        self.name = name.utf8.count <= Self.longestName ? name : String(name.prefix(Self.longestName / 4))
    }

    /// The gateway as a whole.
    public static let gateway = AlertSubject(.gateway)

    /// On one line, unique: `gateway`, `provider:openai`.
    public var text: String { kind == .gateway ? kind.rawValue : "\(kind.rawValue):\(name)" }

    /// Reads what ``text`` writes.
    public init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let kind = Kind(rawValue: String(first)),
            (kind == .gateway) == (parts.count == 1)
        else { return nil }
        self.init(kind, parts.count == 1 ? "" : String(parts[1]))
    }
}
