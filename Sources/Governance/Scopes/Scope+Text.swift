extension Scope {
    /// What kind of thing it is, as written in ``text``.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An organization.
        case organization
        /// A team.
        case team
        /// A project.
        case project
        /// A user.
        case user
        /// A virtual key.
        case key
        /// One model as one key uses it.
        case keyModel = "key-model"
        /// A model as callers name it.
        case model
        /// A provider.
        case provider
        /// A tag.
        case tag
    }

    /// What kind of thing it is.
    public var kind: Kind {
        switch self {
        case .organization: .organization
        case .team: .team
        case .project: .project
        case .user: .user
        case .key: .key
        case .keyModel: .keyModel
        case .model: .model
        case .provider: .provider
        case .tag: .tag
        }
    }

    /// The scope on one line, unique: `team:dev`, `key-model:key_abc/openai/gpt-4o`. Stores keep it.
    public var text: String {
        switch self {
        case .organization(let name), .team(let name), .project(let name), .user(let name), .key(let name),
            .model(let name), .provider(let name), .tag(let name):
            "\(kind.rawValue):\(name)"
        case .keyModel(let key, let model):
            // A model's name may have slashes, a key's id has none but where a file's key was named so.
            "\(kind.rawValue):\(Self.escaped(key))/\(model)"
        }
    }

    /// Reads what ``text`` writes.
    public init?(text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let kind = Kind(rawValue: String(text[..<colon]))
        else { return nil }
        let name = String(text[text.utf8.index(after: colon)...])
        guard !name.isEmpty else { return nil }
        switch kind {
        case .organization: self = .organization(name)
        case .team: self = .team(name)
        case .project: self = .project(name)
        case .user: self = .user(name)
        case .key: self = .key(name)
        case .model: self = .model(name)
        case .provider: self = .provider(name)
        case .tag: self = .tag(name)
        case .keyModel:
            guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            let key = Self.unescaped(String(name[..<slash]))
            self = .keyModel(key: key, model: String(name[name.utf8.index(after: slash)...]))
        }
    }

    private static func escaped(_ key: String) -> String {
        replacing(replacing(key, "%", with: "%25"), "/", with: "%2F")
    }

    private static func unescaped(_ key: String) -> String {
        replacing(replacing(key, "%2F", with: "/"), "%25", with: "%")
    }

    private static func replacing(_ text: String, _ part: String, with other: String) -> String {
        text.contains(part)
            ? text.split(separator: part, omittingEmptySubsequences: false).joined(separator: other) : text
    }
}
