public import Governance

extension Scope {
    /// The team that something belongs to; `nil` for what belongs to none or to several.
    public func team(in directory: Directory) -> String? {
        switch self {
        case .team(let name): name
        case .project(let name): directory.projects[name]?.team
        case .key(let id), .keyModel(let id, _): directory.principal(ofKey: id)?.teamName
        case .user(let id): directory.users[id].flatMap { $0.teams.count == 1 ? $0.teams.first : nil }
        case .organization, .model, .provider, .tag: nil
        }
    }
}
