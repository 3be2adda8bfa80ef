import Governance
import Settings

extension Directory {
    /// Who a configuration declares, and nobody else.
    init(declared configuration: KanmonConfiguration, pepper: KeyPepper) {
        let entities = configuration.entities(pepper: pepper, at: Timestamp(seconds: Int64(WallClock.seconds())))
        self.init(
            pepper: pepper,
            commonOrganization: configuration.organization.name,
            organizations: entities.organizations,
            teams: entities.teams,
            projects: entities.projects,
            users: entities.users,
            keys: entities.keys
        )
    }
}
