public import JSONText

extension Organization: Entity {
    /// What it is.
    public static var kind: EntityKind { .organization }

    /// The members that only the gateway sets.
    public static var readOnlyMembers: Set<String> { Revision.memberNames }

    /// The name, which never changes.
    public var identity: String { name }

    /// Reads the whole object.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public init(json: JSONValue) throws(InvalidEntity) {
        self = try ObjectReader.document(json) { Organization(&$0) }
    }

    private init(_ reader: inout ObjectReader) {
        let name = reader.required("name", .name(.group), placeholder: "")
        let description = reader.optional("description", .text(limit: 1024, allowsLines: true))
        let access = AccessRules(&reader)
        let policies = Policies(&reader)
        self.init(
            name: name,
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
        writer.add("name", name)
        writer.add("description", description)
        access.write(to: &writer)
        Policies(limits: limits, budgets: budgets, tags: tags, metadata: metadata, isDisabled: isDisabled)
            .write(to: &writer)
        revision.write(to: &writer)
        return writer.value
    }
}

extension Organization {
    /// Makes an organization from what a caller of the admin API sends.
    /// - Parameters:
    ///   - body: the members.
    ///   - now: the time.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public static func create(from body: JSONValue, at now: Timestamp) throws(InvalidEntity) -> Organization {
        try create(from: body, stamped: Revision(at: now).stamp())
    }
}
