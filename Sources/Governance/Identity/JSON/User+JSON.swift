public import JSONText

extension User: Entity {
    /// What it is.
    public static var kind: EntityKind { .user }

    /// The members that only the gateway sets.
    public static var readOnlyMembers: Set<String> {
        Revision.memberNames.union(["id", "password_hash", "password_changed"])
    }

    /// The id, which never changes.
    public var identity: String { id }

    /// Reads the whole object.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public init(json: JSONValue) throws(InvalidEntity) {
        self = try ObjectReader.document(json) { User(&$0) }
    }

    private init(_ reader: inout ObjectReader) {
        let id = reader.required("id", .name(.id), placeholder: "")
        let name = reader.required("name", .name(.person), placeholder: "")
        let displayName = reader.optional("display_name", .text(limit: 256))
        let role = reader.required("role", .choice, placeholder: Role.viewer)
        let teams = reader.optional("teams", .set(of: .name(.group), 0...256)) ?? []
        let password = reader.optional("password_hash", .passwordHash)
        let passwordChanged = reader.optional("password_changed", .time)
        let description = reader.optional("description", .text(limit: 1024, allowsLines: true))
        let access = AccessRules(&reader)
        let policies = Policies(&reader)
        self.init(
            id: id,
            name: name,
            displayName: displayName,
            role: role,
            teams: teams,
            password: password,
            passwordChanged: passwordChanged,
            description: description,
            access: access,
            limits: policies.limits,
            budgets: policies.budgets,
            tags: policies.tags,
            metadata: policies.metadata,
            isDisabled: policies.isDisabled,
            revision: Revision(&reader)
        )
    }

    /// The object as JSON.
    /// - Parameter masked: whether to leave out what is secret.
    public func json(masked: Bool) -> JSONValue {
        var writer = ObjectWriter()
        writer.add("id", id)
        writer.add("name", name)
        writer.add("display_name", displayName)
        writer.add("role", role.rawValue)
        writer.add("teams", teams.sorted())
        if !masked { writer.add("password_hash", password?.text) }
        writer.add("password_changed", passwordChanged)
        writer.add("description", description)
        access.write(to: &writer)
        Policies(limits: limits, budgets: budgets, tags: tags, metadata: metadata, isDisabled: isDisabled)
            .write(to: &writer)
        revision.write(to: &writer)
        return writer.value
    }
}

extension User {
    /// Makes a user from what a caller of the admin API sends.
    /// - Parameters:
    ///   - body: the members; a password is not one of them, it is hashed apart.
    ///   - id: a new id.
    ///   - password: the hashed password, if the user is to sign in with one.
    ///   - now: the time.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public static func create(
        from body: JSONValue,
        id: String = EntityID.make(.user),
        password: PasswordHash? = nil,
        at now: Timestamp
    ) throws(InvalidEntity) -> User {
        var user = try create(from: body, stamped: Revision(at: now).stamp(["id": .string(id)]))
        user.password = password
        user.passwordChanged = password.map { _ in now }
        return user
    }

    /// The user with another password.
    /// - Parameters:
    ///   - password: the new hash.
    ///   - now: the time: sessions from before it end.
    public func settingPassword(_ password: PasswordHash, at now: Timestamp) -> User {
        var user = self
        user.password = password
        user.passwordChanged = now
        user.revision = revision.next(at: now)
        return user
    }
}
