public import JSONText

extension VirtualKey: Entity {
    /// What it is.
    public static var kind: EntityKind { .key }

    /// The members that only the gateway sets.
    public static var readOnlyMembers: Set<String> {
        Revision.memberNames.union(["id", "prefix", "digest", "previous", "rotated", "revoked", "signing_seed"])
    }

    /// The id, which never changes.
    public var identity: String { id }

    /// Reads the whole object.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public init(json: JSONValue) throws(InvalidEntity) {
        self = try ObjectReader.document(json) { VirtualKey(&$0) }
    }

    private init(_ reader: inout ObjectReader) {
        let id = reader.required("id", .name(.id), placeholder: "")
        let name = reader.required("name", .name(.person), placeholder: "")
        let description = reader.optional("description", .text(limit: 1024, allowsLines: true))
        let owner = reader.optional("owner", .name(.id))
        let team = reader.optional("team", .name(.group))
        let project = reader.optional("project", .name(.group))
        let environment = reader.optional("environment", MemberType<Environment>.choice)
        let access = AccessRules(&reader)
        let modelLimits = reader.optional("model_limits", .modelLimits) ?? []
        let policies = Policies(&reader)
        let notBefore = reader.optional("not_before", .time)
        let expires = reader.optional("expires", .time)
        let revoked = reader.optional("revoked", .time)
        let prefix = reader.required("prefix", .text(limit: 32), placeholder: "")
        let digest = reader.optional("digest", .digest)
        let previous = reader.optional("previous", .object(PreviousCredential.read)) ?? nil
        let rotated = reader.optional("rotated", .time)
        let isSigned = reader.optional("signing", .bool) ?? false
        let seed = reader.optional("signing_seed", .name(NameRule(punctuation: "", limit: 64)))
        if !reader.has("digest") { reader.report(.missingField, at: "digest", "is missing") }
        if isSigned != reader.has("signing_seed") {
            reader.report(.conflict, at: "signing_seed", "belongs to signing, which needs it")
        }
        if project != nil, team == nil { reader.report(.conflict, at: "project", "needs the team that it belongs to") }
        if let notBefore, let expires, notBefore >= expires {
            reader.report(.conflict, at: "not_before", "must be earlier than expires")
        }
        self.init(
            id: id,
            name: name,
            description: description,
            owner: owner,
            team: team,
            project: project,
            environment: environment,
            access: access,
            limits: policies.limits,
            modelLimits: modelLimits,
            budgets: policies.budgets,
            tags: policies.tags,
            metadata: policies.metadata,
            notBefore: notBefore,
            expires: expires,
            isDisabled: policies.isDisabled,
            revoked: revoked,
            credential: KeyCredential(digest: digest ?? KeyDigest(sha256: []), prefix: prefix),
            previous: previous,
            rotated: rotated,
            signing: seed.map { .derived(seed: $0) },
            revision: Revision(&reader)
        )
    }

    /// The object as JSON.
    /// - Parameter masked: whether to leave out the digests and what the signing secret is worked out from.
    public func json(masked: Bool) -> JSONValue {
        var writer = ObjectWriter()
        writer.add("id", id)
        writer.add("name", name)
        writer.add("description", description)
        writer.add("owner", owner)
        writer.add("team", team)
        writer.add("project", project)
        writer.add("environment", environment?.rawValue)
        access.write(to: &writer)
        writer.add("model_limits", .array(modelLimits.map(\.json)))
        Policies(limits: limits, budgets: budgets, tags: tags, metadata: metadata, isDisabled: isDisabled)
            .write(to: &writer)
        writer.add("not_before", notBefore)
        writer.add("expires", expires)
        writer.add("revoked", revoked)
        writer.add("prefix", credential.prefix)
        if !masked { writer.add("digest", credential.digest.hexadecimal) }
        writer.add("previous", previous?.json(masked: masked))
        writer.add("rotated", rotated)
        writer.add("signing", signing != nil)
        if !masked, case .derived(let seed) = signing { writer.add("signing_seed", seed) }
        revision.write(to: &writer)
        return writer.value
    }
}

extension PreviousCredential {
    fileprivate static func read(_ reader: inout ObjectReader) -> PreviousCredential? {
        let prefix = reader.required("prefix", .text(limit: 32), placeholder: "")
        let digest = reader.required("digest", .digest, placeholder: KeyDigest(sha256: []))
        let until = reader.required("valid_until", .time, placeholder: Timestamp(seconds: 0))
        return PreviousCredential(KeyCredential(digest: digest, prefix: prefix), validUntil: until)
    }

    fileprivate func json(masked: Bool) -> JSONValue {
        var writer = ObjectWriter()
        writer.add("prefix", credential.prefix)
        if !masked { writer.add("digest", credential.digest.hexadecimal) }
        writer.add("valid_until", validUntil)
        return writer.value
    }
}
