/// One row of the table of routes × roles: how far each role's right goes.
public struct Permission: Hashable, Sendable {
    private let reaches: [Reach]

    /// A row, in the order of ``Role/allCases``.
    public init(
        owner: Reach,
        admin: Reach,
        auditor: Reach,
        teamAdmin: Reach,
        member: Reach,
        viewer: Reach
    ) {
        reaches = [owner, admin, auditor, teamAdmin, member, viewer]
    }

    /// How far a role's right goes.
    public subscript(role: Role) -> Reach {
        switch role {
        case .owner: reaches[0]
        case .admin: reaches[1]
        case .auditor: reaches[2]
        case .teamAdmin: reaches[3]
        case .member: reaches[4]
        case .viewer: reaches[5]
        }
    }
}
