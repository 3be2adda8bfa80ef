import Governance
import JSONText
import Settings
import Store

/// Shows, makes, changes and deletes objects of every kind: rights first, then versions, then what belongs together, then
/// the store with the audit log's entry, and the directory at once after it.
struct EntityDesk: Sendable {
    let services: Services

    /// The parameters that every list of objects has.
    static let commonFilters = ["name", "tag", "source", "disabled"]

    // MARK: Reading

    /// A list of what may be seen.
    func list<E: ManagedEntity>(_: E.Type, _ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let directory = services.directory
        let source = try request.query.choice("source", EntitySource.self)
        let disabled = try request.query.flag("disabled")
        _ = E.filters.contains("revoked") ? try request.query.flag("revoked") : nil
        let given = E.filters.compactMap { filter in request.query[filter].map { (filter, $0) } }
        let seen = E.all(in: directory)
            .filter { entity in
                if let name = request.query["name"], entity.name != name { return false }
                if let tag = request.query["tag"], !entity.tags.contains(tag) { return false }
                if let source, entity.revision.source != source { return false }
                if let disabled, entity.isDisabled != disabled { return false }
                guard given.allSatisfy({ entity.matches($0.0, $0.1) }) else { return false }
                let decision = Authorizer.decide(
                    request.caller.actor,
                    request.route,
                    on: entity.adminObject(in: directory, isNew: false)
                )
                if case .allow = decision { return true }
                return false
            }
        return try await Listing.page(
            of: seen,
            request,
            list: E.collection,
            cursor: { ListCursor(name: $0.name, identity: $0.identity) },
            json: { $0.json(masked: true) }
        )
    }

    /// One object.
    func show<E: ManagedEntity>(_: E.Type, _ request: AdminRequest) throws(AdminError) -> AdminAnswer {
        let entity = try find(E.self, request)
        let tag = entity.revision.entityTag
        if request.tags.isKnown(tag) { return AdminAnswer(304, fields: [(name: "etag", value: tag)]) }
        return .json(entity.json(masked: true), entityTag: tag)
    }

    /// The object that a path names, if the caller may do to it what the route says.
    func find<E: ManagedEntity>(_: E.Type, _ request: AdminRequest) throws(AdminError) -> E {
        // Asked without an object first: who may not do this to any object is told so, whether this one is there or not.
        try request.authorize()
        let directory = services.directory
        guard let identity = request.parameters.first?.value, let entity = E.find(identity, in: directory) else {
            throw .notFound
        }
        try request.authorize(on: entity.adminObject(in: directory, isNew: false))
        return entity
    }

    /// As ``find(_:_:)``, for a change: the object as the store has it now, in the version that the caller means.
    func findForChange<E: ManagedEntity>(_: E.Type, _ request: AdminRequest) async throws(AdminError) -> E {
        try request.authorize()
        await services.refresh()
        let entity = try find(E.self, request)
        try Self.requireStored(entity)
        try request.tags.require(entity.revision.entityTag)
        return entity
    }

    /// Refuses to change what the configuration declares.
    static func requireStored(_ entity: some ManagedEntity) throws(AdminError) {
        guard entity.revision.source == .store else {
            throw AdminError(409, .readOnly, "The configuration declares this object: change it there.")
        }
    }

    // MARK: Changing

    /// Puts a new object into the store.
    func insert<E: ManagedEntity>(_ entity: E, _ request: AdminRequest) async throws(AdminError) -> E {
        let directory = services.directory
        try request.authorize(on: entity.adminObject(in: directory, isNew: true))
        try entity.checkReferences(in: directory)
        try checkTags(from: [], to: entity.tags, request)
        try checkGuardrails(from: [], to: entity.access.guardrails, request)
        guard E.find(entity.identity, in: directory) == nil else {
            throw AdminError(409, .conflict, "An object of this name is there already.", field: "name")
        }
        let entry = services.audit(request, "\(E.kind.rawValue).create", entity.auditObject, after: entity)
        try await apply(.insert(entity.document), entry)
        return entity
    }

    /// Puts a changed object in place of an old one; does nothing where both are the same.
    /// - Parameter action: what is done, for the audit log: `rotate`.
    func replace<E: ManagedEntity>(
        _ old: E,
        by changed: E,
        _ request: AdminRequest,
        action: String = "update",
        reason: String? = nil
    ) async throws(AdminError) -> E {
        guard changed != old else { return old }
        var new = changed
        // However many steps it took, it is one change: the store counts it as one.
        new.revision = old.revision.next(at: services.now)
        let directory = services.directory
        // Nothing is moved into or out of the caller's reach.
        try request.authorize(on: old.adminObject(in: directory, isNew: false))
        try request.authorize(on: new.adminObject(in: directory, isNew: false))
        // Nothing but a free change can name another team or person. A key whose team is gone must still be revocable.
        if action == "update" { try new.checkReferences(in: directory) }
        try checkTags(from: old.tags, to: new.tags, request)
        try checkGuardrails(from: old.access.guardrails, to: new.access.guardrails, request)
        let reliances = try old.reliances(becoming: new, in: directory)
        let entry = services.audit(
            request,
            "\(E.kind.rawValue).\(action)",
            new.auditObject,
            reason: reason,
            before: old,
            after: new
        )
        try await apply(.update(new.document, expected: Int64(old.revision.version)), relyingOn: reliances, entry)
        return new
    }

    /// Takes an object out of the store.
    func delete<E: ManagedEntity>(_: E.Type, _ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let entity = try await findForChange(E.self, request)
        let directory = services.directory
        if let need = entity.need(in: directory) { throw AdminError(409, .conflict, need) }
        let reliances = try entity.reliances(becoming: nil, in: directory)
        let kind = StoredDocument.Kind(rawValue: E.kind.rawValue)
        let entry = services.audit(request, "\(E.kind.rawValue).delete", entity.auditObject, before: entity)
        let version = Int64(entity.revision.version)
        try await apply(.delete(kind, id: entity.identity, expected: version), relyingOn: reliances, entry)
        return .done
    }

    /// Refuses tags with limits or budgets from whoever does not run the whole gateway: given to a key of one's own, such a
    /// tag uses up what others share; taken away, it lifts what holds for the key.
    private func checkTags(from old: [String], to new: [String], _ request: AdminRequest) throws(AdminError) {
        let changed = Set(old).symmetricDifference(new)
        guard !changed.isEmpty, try request.authorize() != .all else { return }
        let ruled = services.configuration().tags
            .filter { changed.contains($0.name) && !($0.limits.isEmpty && $0.budgets.isEmpty) }
        guard let tag = ruled.first else { return }
        throw AdminError(
            403,
            .forbidden,
            "The tag \(tag.name) has limits or budgets: only owners and admins set it or take it away.",
            field: "tags"
        )
    }

    /// Refuses guardrails that the configuration does not have, and that anybody but who runs the whole gateway takes some
    /// away: they hold for others, too. One that has gone from the configuration may stay.
    private func checkGuardrails(from old: [String], to new: [String], _ request: AdminRequest) throws(AdminError) {
        guard old != new else { return }
        let added = Set(new).subtracting(old)
        let configuration = services.configuration()
        if !added.allSatisfy({ configuration.guardrail(named: $0) != nil }) {
            throw .member("guardrails", "There is no guardrail of one of these names.")
        }
        guard !Set(old).isSubset(of: new), try request.authorize() != .all else { return }
        throw AdminError(403, .forbidden, "Only owners and admins take guardrails away.", field: "guardrails")
    }

    private func apply(
        _ action: DocumentChange.Action,
        relyingOn reliances: [DocumentChange.Reliance] = [],
        _ entry: AuditEntry
    ) async throws(AdminError) {
        let change = DocumentChange(action, relyingOn: reliances, audit: entry)
        let store = services.store
        _ = try await storing { () async throws(StoreError) in try await store.apply([change]) }
        await services.refresh()
    }

    // MARK: Answers

    /// An object that was made.
    static func created(_ entity: some ManagedEntity, with members: [JSONObject.Member] = []) -> AdminAnswer {
        var answer = shown(entity, with: members)
        answer.status = 201
        let path = PathText.encoded(entity.identity)
        answer.fields.append((name: "location", value: "\(AdminRoute.base)/\(type(of: entity).collection)/\(path)"))
        return answer
    }

    /// An object with its version, and what is told with it this once.
    static func shown(_ entity: some ManagedEntity, with members: [JSONObject.Member] = []) -> AdminAnswer {
        var object = entity.json(masked: true).object ?? JSONObject()
        for member in members { object.append(member.name, member.value) }
        return .json(.object(object), entityTag: entity.revision.entityTag)
    }
}
