import Governance
import JSONText
import Settings
import Store

/// The objects that the store keeps, as far as they could be read.
struct StoredIdentities: Sendable {
    private(set) var organizations: [String: Organization] = [:]
    private(set) var teams: [String: Team] = [:]
    private(set) var projects: [String: Project] = [:]
    private(set) var users: [String: User] = [:]
    private(set) var keys: [String: VirtualKey] = [:]

    /// A document that is no object of ours: it is left out, and told of.
    struct Unreadable: Hashable, Sendable {
        var kind: String
        var id: String
        var problem: String
    }

    /// Takes changes in.
    /// - Returns: what they change in a directory, and what could not be read.
    mutating func take(_ changes: DocumentChanges) -> (changes: [DirectoryChange], unreadable: [Unreadable]) {
        var result: [DirectoryChange] = []
        var unreadable: [Unreadable] = []
        for document in changes.written {
            do throws(InvalidEntity) {
                guard let change = try Self.change(document) else { continue }
                keep(change)
                result.append(change)
            } catch {
                unreadable.append(
                    Unreadable(kind: document.kind.rawValue, id: document.id, problem: error.description)
                )
                // What cannot be read passes nobody: it counts as gone.
                if let kind = EntityKind(rawValue: document.kind.rawValue) {
                    keep(.removed(kind, document.id))
                    result.append(.removed(kind, document.id))
                }
            }
        }
        for removal in changes.removed {
            guard let kind = EntityKind(rawValue: removal.kind.rawValue) else { continue }
            keep(.removed(kind, removal.id))
            result.append(.removed(kind, removal.id))
        }
        return (result, unreadable)
    }

    /// A directory of these objects under those that the configuration declares.
    func directory(under declared: DeclaredEntities, pepper: KeyPepper) -> Directory {
        // Of two organizations of a name the last counts, of two keys of a text the first: the declared ones either way.
        Directory(
            pepper: pepper,
            commonOrganization: declared.organizations.first?.name,
            organizations: Array(organizations.values) + declared.organizations,
            teams: Array(teams.values) + declared.teams,
            projects: Array(projects.values) + declared.projects,
            users: Array(users.values) + declared.users,
            keys: declared.keys + keys.values.sorted { $0.id < $1.id }
        )
    }

    private mutating func keep(_ change: DirectoryChange) {
        switch change {
        case .organization(let organization): organizations[organization.name] = organization
        case .team(let team): teams[team.name] = team
        case .project(let project): projects[project.name] = project
        case .user(let user): users[user.id] = user
        case .key(let key): keys[key.id] = key
        case .removed(.organization, let name): organizations[name] = nil
        case .removed(.team, let name): teams[name] = nil
        case .removed(.project, let name): projects[name] = nil
        case .removed(.user, let id): users[id] = nil
        case .removed(.key, let id): keys[id] = nil
        }
    }

    /// The object that a document holds; `nil` for a kind that is none of ours.
    private static func change(_ document: StoredDocument) throws(InvalidEntity) -> DirectoryChange? {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: document.body)
        } catch {
            throw InvalidEntity([FieldProblem(.wrongType, at: "", "is no JSON: \(error)")])
        }
        switch document.kind {
        case .organization: return .organization(try Organization(json: json))
        case .team: return .team(try Team(json: json))
        case .project: return .project(try Project(json: json))
        case .user: return .user(try User(json: json))
        case .key: return .key(try VirtualKey(json: json))
        default: return nil
        }
    }
}

extension DirectoryChange {
    /// What is changed.
    var identity: (kind: EntityKind, identity: String) {
        switch self {
        case .organization(let organization): (.organization, organization.name)
        case .team(let team): (.team, team.name)
        case .project(let project): (.project, project.name)
        case .user(let user): (.user, user.id)
        case .key(let key): (.key, key.id)
        case .removed(let kind, let identity): (kind, identity)
        }
    }
}
