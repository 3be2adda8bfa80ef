/// How far a role's right on a route goes.
public enum Reach: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// To what belongs to the person.
    case own
    /// To what belongs to the person's teams.
    case team
    /// To everything.
    case all
}
