/// One change of a ``Directory``.
public enum DirectoryChange: Hashable, Sendable {
    /// The organization is new or has changed.
    case organization(Organization)
    /// The team is new or has changed.
    case team(Team)
    /// The project is new or has changed.
    case project(Project)
    /// The user is new or has changed.
    case user(User)
    /// The key is new or has changed.
    case key(VirtualKey)
    /// Something is gone; it is named by its ``Entity/identity``.
    case removed(EntityKind, String)
}
