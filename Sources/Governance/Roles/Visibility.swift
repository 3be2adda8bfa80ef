/// What of a list somebody may see.
public enum Visibility: Hashable, Sendable {
    /// All of it.
    case all
    /// What belongs to these teams, and to the user of this id.
    case teams(Set<String>, owner: String)
    /// What belongs to the user of this id.
    case owner(String)
}
