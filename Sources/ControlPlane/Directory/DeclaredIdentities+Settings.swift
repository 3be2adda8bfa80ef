public import Settings

extension DeclaredIdentities {
    /// What a document declares.
    public init(_ entities: DeclaredEntities) {
        self.init(
            organizations: [entities.organization],
            teams: entities.teams,
            projects: entities.projects,
            users: entities.users,
            keys: entities.keys
        )
    }
}
