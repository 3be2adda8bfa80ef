/// What keeps a caller's requests on one target, so that the provider's prompt cache stays warm.
public enum StickyKey: Hashable, Sendable {
    /// The value of a request header, by its lower-case name.
    case header(String)
    /// The caller's own user (`user`, `metadata.user_id`).
    case user
    /// The session: `x-session-id`, `x-kanmon-session`, or what the dialect calls it (`prompt_cache_key`).
    case session
    /// The beginning of the prompt: system text and first turns.
    case promptPrefix
}

extension StickyKey: CustomStringConvertible {
    /// What it goes by, in words.
    public var description: String {
        switch self {
        case .header(let name): "header \(name)"
        case .user: "user"
        case .session: "session"
        case .promptPrefix: "prompt-prefix"
        }
    }
}
