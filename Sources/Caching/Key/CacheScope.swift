/// How far a stored answer may be shared.
///
/// The scope is a hard wall: an answer stored under one tenant's scope is never looked at for another's. Teams are
/// the default, because people of one team already see the same data.
public enum CacheScope: String, Sendable, Hashable, CaseIterable {
    /// Only the virtual key that asked.
    case key
    /// Every key of the team.
    case team
    /// Every team of the organization.
    case organization
    /// Everyone who uses this gateway.
    case shared
}
