public import JSONText

extension Team: Entity {
    /// What it is.
    public static var kind: EntityKind { .team }

    /// The members that only the gateway sets.
    public static var readOnlyMembers: Set<String> { Revision.memberNames }

    /// The name, which never changes.
    public var identity: String { name }

    /// Reads the whole object.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public init(json: JSONValue) throws(InvalidEntity) {
        self = try ObjectReader.document(json) { Team(&$0) }
    }

    private init(_ reader: inout ObjectReader) {
        let name = reader.required("name", .name(.group), placeholder: "")
        let organization = reader.optional("organization", .name(.group))
        let description = reader.optional("description", .text(limit: 1024, allowsLines: true))
        let access = AccessRules(&reader)
        let environments = reader.optional(
            "environments",
            MemberType<Set<Environment>>.set(of: .choice, 1...Environment.allCases.count)
        )
        let policies = Policies(&reader)
        self.init(
            name: name,
            organization: organization,
            description: description,
            access: access,
            environments: environments,
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
        writer.add("name", name)
        writer.add("organization", organization)
        writer.add("description", description)
        access.write(to: &writer)
        writer.add("environments", environments?.map(\.rawValue).sorted())
        Policies(limits: limits, budgets: budgets, tags: tags, metadata: metadata, isDisabled: isDisabled)
            .write(to: &writer)
        revision.write(to: &writer)
        return writer.value
    }
}

extension Team {
    /// Makes a team from what a caller of the admin API sends.
    /// - Parameters:
    ///   - body: the members.
    ///   - now: the time.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public static func create(from body: JSONValue, at now: Timestamp) throws(InvalidEntity) -> Team {
        try create(from: body, stamped: Revision(at: now).stamp())
    }
}
