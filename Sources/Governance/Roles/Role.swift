/// What a person may do in the control plane; ``AdminRoute`` has the table.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Everything, also for other owners.
    case owner
    /// Everything but what concerns owners.
    case admin
    /// Reads everything, changes nothing.
    case auditor
    /// Runs the keys, projects and people of the own teams.
    case teamAdmin = "team-admin"
    /// Runs the own keys.
    case member
    /// Reads what concerns the own teams.
    case viewer
}
