/// What a stored answer can be found by when it must go.
public enum CacheTag: Hashable, Sendable {
    /// The public model it was given for.
    case model(String)
    /// The id of the team that asked.
    case team(String)
    /// The id of the virtual key that asked.
    case key(String)
    /// A tag of the caller's.
    case tag(String)

    /// How many bytes its text has.
    var length: Int {
        switch self {
        case .model(let text), .team(let text), .key(let text), .tag(let text): text.utf8.count
        }
    }
}
