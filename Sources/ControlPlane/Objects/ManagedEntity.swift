import Governance
import JSONText
import Store

/// What the admin API needs to know of a kind of object to list, make, change and delete it.
protocol ManagedEntity: Entity {
    /// The collection's name in paths: `teams`.
    static var collection: String { get }
    /// What callers may filter a list by, beside what every kind has.
    static var filters: [String] { get }
    /// The object of an identity.
    static func find(_ identity: String, in directory: Directory) -> Self?
    /// All objects, in no order.
    static func all(in directory: Directory) -> [Self]
    /// What rights depend on.
    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject
    /// Whether the object has a value that a caller filters by.
    func matches(_ filter: String, _ value: String) -> Bool
    /// Refuses names of objects that are not there.
    func checkReferences(in directory: Directory) throws(AdminError)
    /// Why the object cannot be deleted, in words; `nil` where it can.
    func need(in directory: Directory) -> String?
    /// What a change relies on: that others stay as they are while this one becomes another.
    /// - Parameter new: what the object becomes; `nil` where it goes.
    /// - Throws: where the object cannot be changed so.
    func reliances(becoming new: Self?, in directory: Directory) throws(AdminError) -> [DocumentChange.Reliance]
    /// The team that the audit log files a change under.
    var auditTeam: String? { get }
    /// What the store finds the object by.
    func describe(_ document: inout StoredDocument)
    /// The rules, the tags, the switch: what every kind has.
    var access: AccessRules { get }
    var tags: [String] { get }
    var isDisabled: Bool { get }
    var limits: [LimitPolicy] { get }
    var budgets: [BudgetPolicy] { get }
    /// The scope that the object's limits and budgets are on.
    var scope: Scope { get }
}

extension ManagedEntity {
    static var filters: [String] { [] }
    func matches(_ filter: String, _ value: String) -> Bool { false }
    func checkReferences(in directory: Directory) throws(AdminError) {}
    func need(in directory: Directory) -> String? { nil }
    func reliances(becoming new: Self?, in directory: Directory) throws(AdminError) -> [DocumentChange.Reliance] { [] }
    var auditTeam: String? { nil }
    func describe(_ document: inout StoredDocument) {}

    /// The object as the store keeps it.
    var document: StoredDocument {
        var document = StoredDocument(
            kind: StoredDocument.Kind(rawValue: Self.kind.rawValue),
            id: identity,
            name: name,
            body: json(masked: false).bytes
        )
        describe(&document)
        return document
    }

    /// The object as the audit log names it.
    var auditObject: AuditEntry.Object {
        AuditEntry.Object(
            kind: Self.kind.rawValue,
            id: identity,
            name: name == identity ? nil : name,
            team: auditTeam
        )
    }
}

extension Organization: ManagedEntity {
    static var collection: String { "organizations" }
    static func find(_ identity: String, in directory: Directory) -> Organization? {
        directory.organizations[identity]
    }
    static func all(in directory: Directory) -> [Organization] { Array(directory.organizations.values) }
    var scope: Scope { .organization(name) }

    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject {
        AdminObject(
            teams: Set(directory.teams.values.lazy.filter { $0.organization == name }.map(\.name)),
            isNew: isNew
        )
    }

    func need(in directory: Directory) -> String? {
        directory.teams.values.contains { $0.organization == name } ? "It has teams: move or delete them first." : nil
    }
}

extension Team: ManagedEntity {
    static var collection: String { "teams" }
    static var filters: [String] { ["organization"] }
    static func find(_ identity: String, in directory: Directory) -> Team? { directory.teams[identity] }
    static func all(in directory: Directory) -> [Team] { Array(directory.teams.values) }
    var scope: Scope { .team(name) }
    var auditTeam: String? { name }
    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject { AdminObject(self, isNew: isNew) }
    func matches(_ filter: String, _ value: String) -> Bool { filter == "organization" && organization == value }
    func describe(_ document: inout StoredDocument) {
        document.organization = organization
        document.team = name
    }

    func checkReferences(in directory: Directory) throws(AdminError) {
        if let organization, directory.organizations[organization] == nil {
            throw .member("organization", "There is no such organization.")
        }
    }

    func need(in directory: Directory) -> String? {
        if directory.projects.values.contains(where: { $0.team == name }) {
            return "It has projects: delete them first."
        }
        if directory.users.values.contains(where: { $0.teams.contains(name) }) {
            return "People belong to it: take it from them first."
        }
        let hasKeys = directory.keys.contains { $0.team == name && $0.revoked == nil }
        return hasKeys ? "It has keys: revoke or delete them first." : nil
    }
}

extension Project: ManagedEntity {
    static var collection: String { "projects" }
    static var filters: [String] { ["team"] }
    static func find(_ identity: String, in directory: Directory) -> Project? { directory.projects[identity] }
    static func all(in directory: Directory) -> [Project] { Array(directory.projects.values) }
    var scope: Scope { .project(name) }
    var auditTeam: String? { team }
    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject { AdminObject(self, isNew: isNew) }
    func matches(_ filter: String, _ value: String) -> Bool { filter == "team" && team == value }
    func describe(_ document: inout StoredDocument) { document.team = team }

    func checkReferences(in directory: Directory) throws(AdminError) {
        if directory.teams[team] == nil { throw .member("team", "There is no such team.") }
        if directory.keys.contains(where: { $0.project == name && $0.team != team && $0.revoked == nil }) {
            throw .member("team", "The project has keys, which belong to another team.", code: "conflict")
        }
    }

    func need(in directory: Directory) -> String? {
        let hasKeys = directory.keys.contains { $0.project == name && $0.revoked == nil }
        return hasKeys ? "It has keys: revoke or delete them first." : nil
    }
}

extension User: ManagedEntity {
    static var collection: String { "users" }
    static var filters: [String] { ["team", "role"] }
    static func find(_ identity: String, in directory: Directory) -> User? { directory.users[identity] }
    static func all(in directory: Directory) -> [User] { Array(directory.users.values) }
    var scope: Scope { .user(id) }
    var auditTeam: String? { teams.count == 1 ? teams.first : nil }
    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject { AdminObject(self, isNew: isNew) }
    func describe(_ document: inout StoredDocument) { document.team = auditTeam }

    func matches(_ filter: String, _ value: String) -> Bool {
        filter == "team" ? teams.contains(value) : filter == "role" && role.rawValue == value
    }

    func checkReferences(in directory: Directory) throws(AdminError) {
        if teams.contains(where: { directory.teams[$0] == nil }) {
            throw .member("teams", "There is no team of one of these names.")
        }
        if directory.users.values.contains(where: { $0.name == name && $0.id != id }) {
            throw AdminError(409, .conflict, "There is a user of that name already.", field: "name")
        }
    }

    func need(in directory: Directory) -> String? {
        let hasKeys = directory.keys.contains { $0.owner == id && $0.revoked == nil }
        return hasKeys ? "Keys belong to this person: revoke, delete or move them first." : nil
    }

    /// One owner who can sign in stays. Two who are demoted at the same moment rely on each other, and the second is refused.
    func reliances(becoming new: User?, in directory: Directory) throws(AdminError) -> [DocumentChange.Reliance] {
        guard isOwnerWhoSignsIn, new?.isOwnerWhoSignsIn != true else { return [] }
        let others = directory.users.values.filter { $0.id != id && $0.isOwnerWhoSignsIn }
        guard let other = others.min(by: { $0.id < $1.id }) else {
            throw AdminError(409, .conflict, "This is the last owner who can sign in.")
        }
        // What the configuration declares is changed by nobody here.
        guard others.allSatisfy({ $0.revision.source == .store }) else { return [] }
        let kind = StoredDocument.Kind(rawValue: Self.kind.rawValue)
        return [.init(on: kind, id: other.id, version: Int64(other.revision.version))]
    }

    private var isOwnerWhoSignsIn: Bool { role == .owner && !isDisabled && password != nil }
}

extension VirtualKey: ManagedEntity {
    static var collection: String { "keys" }
    static var filters: [String] { ["team", "project", "owner", "environment", "revoked"] }
    static func find(_ identity: String, in directory: Directory) -> VirtualKey? {
        directory.principal(ofKey: identity)?.key
    }
    static func all(in directory: Directory) -> [VirtualKey] { Array(directory.keys) }
    var scope: Scope { .key(id) }
    var auditTeam: String? { team }
    func adminObject(in directory: Directory, isNew: Bool) -> AdminObject { AdminObject(self, isNew: isNew) }

    func matches(_ filter: String, _ value: String) -> Bool {
        switch filter {
        case "team": team == value
        case "project": project == value
        case "owner": owner == value
        case "environment": environment?.rawValue == value
        case "revoked": (revoked != nil) == (value == "true")
        default: false
        }
    }

    func checkReferences(in directory: Directory) throws(AdminError) {
        if let team {
            guard let found = directory.teams[team] else { throw .member("team", "There is no such team.") }
            if !found.admits(environment) {
                let allowed = Environment.allCases.filter { found.environments?.contains($0) == true }.map(\.rawValue)
                throw .member("environment", "must be one of the team's: \(allowed.joined(separator: ", "))")
            }
        }
        // Whether another team has one of that name is not for everybody to know.
        if let project, directory.projects[project]?.team != team || team == nil {
            throw .member("project", "There is no such project of the team.")
        }
        if let owner, directory.users[owner] == nil { throw .member("owner", "There is no user of that id.") }
        if revoked == nil,
            directory.keys.contains(where: { $0.name == name && $0.id != id && $0.revoked == nil })
        {
            throw AdminError(409, .conflict, "There is a key of that name already.", field: "name")
        }
    }

    func describe(_ document: inout StoredDocument) {
        document.team = team
        document.owner = owner
        document.isLiving = revoked == nil
        document.digest = credential.digest.bytes
        document.expires = expires?.nanoseconds
    }
}
