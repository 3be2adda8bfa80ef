/// Whose stored answers a request may see, and who may see what is stored for it.
///
/// It is the first thing in every key, so that no two tenants can ever meet: an answer is found by the digest of
/// everything, this included, and there is no look-up without it.
public enum CacheTenant: Hashable, Sendable {
    /// Everyone who uses this gateway.
    case shared
    /// Every team of the organization with this id.
    case organization(String)
    /// Every key of the team with this id.
    case team(String)
    /// The virtual key with this id alone.
    case key(String)
    /// Callers without a key, where the gateway is open to them; apart from everyone who has one.
    case anonymous

    /// Who shares with a caller under a scope.
    ///
    /// Where the caller does not have what the scope names (a key without a team), it gets the next narrower one: never a
    /// wider one, and never a place where all who lack it would meet.
    /// - Parameters:
    ///   - scope: how far answers are shared.
    ///   - organization: the id of the caller's organization.
    ///   - team: the id of the caller's team.
    ///   - key: the id of the caller's virtual key; `nil` for a caller without one.
    public init(_ scope: CacheScope, organization: String?, team: String?, key: String?) {
        switch scope {
        case .shared:
            self = .shared
        case .organization:
            if let organization, key != nil {
                self = .organization(organization)
            } else {
                self = CacheTenant(.team, organization: organization, team: team, key: key)
            }
        case .team:
            if let team { self = .team(team) } else { self = key.map(CacheTenant.key) ?? .anonymous }
        case .key:
            self = key.map(CacheTenant.key) ?? .anonymous
        }
    }
}

extension CacheTenant {
    /// Feeds which kind it is, and the length and the bytes of its id.
    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .shared: encoder.write(tag: 0)
        case .organization(let id): encoder.write(tag: 1, id)
        case .team(let id): encoder.write(tag: 2, id)
        case .key(let id): encoder.write(tag: 3, id)
        case .anonymous: encoder.write(tag: 4)
        }
    }
}
