/// All identities at one time: an immutable snapshot that every request looks into, without a lock and without the store.
///
/// A key whose team, project, owner or organization is missing is refused like one that is disabled: what belongs to
/// nobody passes nobody's rules.
public struct Directory: Sendable {
    /// Longer texts are nobody's key.
    private static let longestKey = 512

    /// A text of a key, and until when it is valid on its own account.
    private struct Credential {
        let principal: Principal
        let validUntil: Timestamp?
    }

    /// The organizations by name.
    public private(set) var organizations: [String: Organization] = [:]
    /// The teams by name.
    public private(set) var teams: [String: Team] = [:]
    /// The projects by name.
    public private(set) var projects: [String: Project] = [:]
    /// The users by id.
    public private(set) var users: [String: User] = [:]
    /// The ids of keys whose text another key has already; they are not found. Texts that the gateway makes never meet, so
    /// one of them is declared in the configuration.
    public private(set) var shadowedKeys: Set<String> = []

    /// The organization of teams that name none, and of keys without a team.
    let commonOrganization: String?
    private let pepper: KeyPepper
    private var principals: [String: Principal] = [:]
    private var credentials: [KeyDigest: Credential] = [:]

    /// Builds a directory.
    /// - Parameters:
    ///   - pepper: what the digests of the keys were made with.
    ///   - commonOrganization: what teams that name no organization, and keys without a team, belong to.
    ///   - keys: where two have one text, the one whose id comes first is found.
    public init(
        pepper: KeyPepper,
        commonOrganization: String? = nil,
        organizations: [Organization] = [],
        teams: [Team] = [],
        projects: [Project] = [],
        users: [User] = [],
        keys: [VirtualKey] = []
    ) {
        self.pepper = pepper
        self.commonOrganization = commonOrganization
        self.organizations = Dictionary(organizations.map { ($0.name, $0) }) { $1 }
        self.teams = Dictionary(teams.map { ($0.name, $0) }) { $1 }
        self.projects = Dictionary(projects.map { ($0.name, $0) }) { $1 }
        self.users = Dictionary(users.map { ($0.id, $0) }) { $1 }
        principals.reserveCapacity(keys.count)
        credentials.reserveCapacity(keys.count)
        add(keys)
    }

    /// The key that values found by guardrails are hashed with, 32 bytes.
    public var evidenceKey: [UInt8] { pepper.evidenceKey }

    /// How many keys there are.
    public var keyCount: Int { principals.count }

    /// All keys, in no order.
    public var keys: some Sequence<VirtualKey> { principals.values.lazy.map(\.key) }

    /// A key with everything that it belongs to, whether it is valid or not.
    /// - Parameter id: the key's id.
    public func principal(ofKey id: String) -> Principal? { principals[id] }

    /// The user who signs in with a name.
    public func user(named name: String) -> User? { users.values.first { $0.name == name } }

    /// What a text that a caller presents is looked up by; `nil` for one that is nobody's key.
    /// - Parameter key: the text as presented, in UTF-8.
    public func digest(of key: some Collection<UInt8>) -> KeyDigest? {
        guard !key.isEmpty, key.count <= Self.longestKey else { return nil }
        return KeyDigest(of: key, pepper: pepper)
    }

    /// Finds out whose key a caller presents.
    /// - Parameters:
    ///   - key: the text as presented, in UTF-8.
    ///   - now: the time.
    public func identify(presented key: some Collection<UInt8>, now: Timestamp) -> Result<Principal, IdentityFailure> {
        digest(of: key).map { identify($0, now: now) } ?? .failure(.unknown)
    }

    /// Finds out whose key has a digest.
    /// - Parameters:
    ///   - digest: of the text that the caller presents.
    ///   - now: the time.
    public func identify(_ digest: KeyDigest, now: Timestamp) -> Result<Principal, IdentityFailure> {
        guard let credential = credentials[digest] else { return .failure(.unknown) }
        if let failure = credential.principal.failure(at: now) { return .failure(failure) }
        if let end = credential.validUntil, now >= end { return .failure(.rotatedOut(at: end)) }
        return .success(credential.principal)
    }

    /// Finds out whether the requests of a key would be let in.
    /// - Parameters:
    ///   - id: the key's id.
    ///   - now: the time.
    public func identify(keyID id: String, now: Timestamp) -> Result<Principal, IdentityFailure> {
        guard let principal = principals[id] else { return .failure(.unknown) }
        return principal.failure(at: now).map(Result.failure) ?? .success(principal)
    }

    /// The directory after some changes. Takes time in proportion to the keys that are concerned, and a copy of the
    /// tables.
    /// - Parameter changes: in their order; the last one of an object counts.
    public func applying(_ changes: some Sequence<DirectoryChange>) -> Directory {
        var next = self
        var parents = ChangedParents()
        var keys: [String: VirtualKey] = [:]
        var touched: Set<String> = []
        for change in changes {
            switch change {
            case .organization(let organization):
                next.organizations[organization.name] = organization
                parents.organizations.insert(organization.name)
            case .team(let team):
                next.teams[team.name] = team
                parents.teams.insert(team.name)
            case .project(let project):
                next.projects[project.name] = project
                parents.projects.insert(project.name)
            case .user(let user):
                next.users[user.id] = user
                parents.users.insert(user.id)
            case .key(let key):
                keys[key.id] = key
                touched.insert(key.id)
            case .removed(.organization, let name):
                next.organizations[name] = nil
                parents.organizations.insert(name)
            case .removed(.team, let name):
                next.teams[name] = nil
                parents.teams.insert(name)
            case .removed(.project, let name):
                next.projects[name] = nil
                parents.projects.insert(name)
            case .removed(.user, let id):
                next.users[id] = nil
                parents.users.insert(id)
            case .removed(.key, let id):
                keys[id] = nil
                touched.insert(id)
            }
        }
        if !parents.isEmpty {
            for (id, principal) in principals where !touched.contains(id) && principal.belongs(to: parents) {
                keys[id] = principal.key
                touched.insert(id)
            }
        }
        // A key that gives its text free uncovers another: rare enough to look at all of them.
        if !shadowedKeys.isEmpty {
            for (id, principal) in principals where !touched.contains(id) { keys[id] = principal.key }
            next.principals = [:]
            next.credentials = [:]
            next.shadowedKeys = []
        } else {
            for id in touched { next.remove(id) }
        }
        next.add(Array(keys.values))
        return next
    }

    private mutating func remove(_ id: String) {
        guard let key = principals.removeValue(forKey: id)?.key else { return }
        credentials[key.credential.digest] = nil
        if let previous = key.previous { credentials[previous.credential.digest] = nil }
    }

    private mutating func add(_ keys: [VirtualKey]) {
        var lineages: [Lineage.Names: Lineage] = [:]
        for key in keys {
            let names = Lineage.Names(key)
            let lineage = lineages[names] ?? Lineage(names, in: self)
            lineages[names] = lineage
            let principal = Principal(key, lineage, pepper: pepper)
            principals[key.id] = principal
            add(key.credential.digest, Credential(principal: principal, validUntil: nil))
            if let previous = key.previous {
                add(previous.credential.digest, Credential(principal: principal, validUntil: previous.validUntil))
            }
        }
    }

    private mutating func add(_ digest: KeyDigest, _ credential: Credential) {
        guard let other = credentials[digest] else {
            credentials[digest] = credential
            return
        }
        let id = credential.principal.key.id
        let otherID = other.principal.key.id
        // A key that was given the same text again keeps it.
        if id == otherID { return }
        shadowedKeys.insert(max(id, otherID))
        if id < otherID { credentials[digest] = credential }
    }
}
