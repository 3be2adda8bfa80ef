extension Directory {
    /// The limits and budgets of all identities that have any, each scope once.
    public var policies: [ScopePolicies] {
        let groups =
            organizations.values.map {
                ScopePolicies(scope: .organization($0.name), limits: $0.limits, budgets: $0.budgets)
            }
            + teams.values.map { ScopePolicies(scope: .team($0.name), limits: $0.limits, budgets: $0.budgets) }
            + projects.values.map { ScopePolicies(scope: .project($0.name), limits: $0.limits, budgets: $0.budgets) }
            + users.values.map { ScopePolicies(scope: .user($0.id), limits: $0.limits, budgets: $0.budgets) }
        let ofKeys = keys.lazy.filter { !($0.limits.isEmpty && $0.modelLimits.isEmpty && $0.budgets.isEmpty) }.map {
            ScopePolicies(
                scope: .key($0.id),
                limits: $0.limits,
                limitsPerModel: $0.modelLimits,
                budgets: $0.budgets
            )
        }
        return groups.filter { !$0.isEmpty } + ofKeys
    }
}
