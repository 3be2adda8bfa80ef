/// Where keys belong: shared by all keys of the same team, project and owner.
final class Lineage: Sendable {
    /// What keys name; the same names give the same lineage.
    struct Names: Hashable {
        var team: String?
        var project: String?
        var owner: String?

        init(_ key: VirtualKey) {
            team = key.team
            project = key.project
            owner = key.owner
        }
    }

    /// The name of the organization, whether it is there or not.
    let organizationName: String?
    let organization: Organization?
    let team: Team?
    let project: Project?
    let user: User?
    /// Whether everything that is named is there, belongs together, and is not disabled.
    let isUsable: Bool
    /// The rules of all levels but the key's, without those that allow everything.
    let rules: [AccessRules]
    /// What limits and budgets are put on, without the key.
    let scopes: [Scope]
    let policies: [ScopePolicies]
    let tags: [String]

    init(_ names: Names, in directory: Directory) {
        team = names.team.flatMap { directory.teams[$0] }
        project = names.project.flatMap { directory.projects[$0] }
        user = names.owner.flatMap { directory.users[$0] }
        organizationName = team?.organization ?? directory.commonOrganization
        organization = organizationName.flatMap { directory.organizations[$0] }
        let isComplete =
            (names.team == nil || team != nil) && (names.project == nil || project != nil)
            && (names.owner == nil || user != nil) && (organizationName == nil || organization != nil)
            && (project == nil || project?.team == names.team)
        let isEnabled = [organization?.isDisabled, team?.isDisabled, project?.isDisabled, user?.isDisabled]
            .allSatisfy { $0 != true }
        isUsable = isComplete && isEnabled
        rules = [organization?.access, team?.access, project?.access, user?.access]
            .compactMap(\.self).filter { $0 != AccessRules() }
        scopes = [
            organization.map { .organization($0.name) }, team.map { .team($0.name) }, project.map { .project($0.name) },
            user.map { .user($0.id) },
        ].compactMap(\.self)
        policies = [
            organization.map { ScopePolicies(scope: .organization($0.name), limits: $0.limits, budgets: $0.budgets) },
            team.map { ScopePolicies(scope: .team($0.name), limits: $0.limits, budgets: $0.budgets) },
            project.map { ScopePolicies(scope: .project($0.name), limits: $0.limits, budgets: $0.budgets) },
            user.map { ScopePolicies(scope: .user($0.id), limits: $0.limits, budgets: $0.budgets) },
        ].compactMap(\.self).filter { !$0.isEmpty }
        tags = [organization?.tags, team?.tags, project?.tags, user?.tags].compactMap(\.self).flatMap(\.self)
    }
}
