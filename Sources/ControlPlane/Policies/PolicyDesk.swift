import Governance
import JSONText

/// What the operations on limits and on budgets have in common: both are parts of the objects that they are on, so a change
/// of one is a change of its object, with the object's version.
struct PolicyDesk: Sendable {
    let desk: EntityDesk

    var services: Services { desk.services }

    /// What a policy is on, if the caller may do to it what the route says.
    func bearer(_ scope: Scope, _ request: AdminRequest) throws(AdminError) -> PolicyBearers.Bearer {
        try request.authorize()
        guard let bearer = PolicyBearers(services).bearer(of: scope) else { throw .notFound }
        try request.authorize(on: bearer.object)
        return bearer
    }

    /// The id in the path.
    func id(_ request: AdminRequest) throws(AdminError) -> PolicyID {
        try request.authorize()
        guard let id = PolicyID(try request.parameter("id")) else { throw .notFound }
        return id
    }

    /// What a new policy is to be on, by the body's `scope`.
    func scope(_ body: JSONObject) throws(AdminError) -> Scope {
        guard let value = body["scope"], !value.isNull else {
            throw .member("scope", "is missing", code: "missing_field")
        }
        guard let text = value.string, let scope = Scope(text: text) else {
            throw .member("scope", "must be what the policy is on, such as team:dev or key:key_…")
        }
        switch scope {
        case .organization, .team, .project, .user, .key: return scope
        case .keyModel, .model, .provider, .tag:
            throw .member("scope", "models, providers and tags get theirs in the configuration")
        }
    }

    /// Changes the object that a policy is on.
    /// - Parameters:
    ///   - scope: what it is on.
    ///   - action: what is done, for the audit log: `add_budget`.
    ///   - prefix: where the policy stands in the object, taken away from what is told of problems.
    ///   - patch: what becomes of the object, from what it is.
    /// - Returns: the object's tag after the change.
    func change(
        _ scope: Scope,
        _ request: AdminRequest,
        action: String,
        prefix: String,
        patch: (PolicyBearers.Bearer) throws(AdminError) -> JSONValue
    ) async throws(AdminError) -> String {
        await services.refresh()
        let bearers = PolicyBearers(services)
        let bearer = try bearer(scope, request)
        guard let entity = bearers.entity(of: scope) else {
            throw AdminError(409, .readOnly, "The configuration declares this: change it there.")
        }
        try EntityDesk.requireStored(entity)
        try request.tags.require(entity.revision.entityTag)
        let changes = try patch(bearer)
        return try await replace(entity, by: changes, request, action: action, prefix: prefix)
    }

    private func replace<E: ManagedEntity>(
        _ entity: E,
        by patch: JSONValue,
        _ request: AdminRequest,
        action: String,
        prefix: String
    ) async throws(AdminError) -> String {
        let changed: E
        do throws(InvalidEntity) {
            changed = try entity.patched(by: patch, at: services.now)
        } catch {
            throw AdminError(
                InvalidEntity(
                    error.problems.map { problem in
                        let path =
                            problem.path.hasPrefix(prefix)
                            ? String(problem.path.dropFirst(prefix.count)) : problem.path
                        return FieldProblem(problem.code, at: path, problem.message)
                    }
                )
            )
        }
        return try await desk.replace(entity, by: changed, request, action: action).revision.entityTag
    }

    /// The list of what a caller sees of all policies.
    func visible(_ request: AdminRequest) throws(AdminError) -> [PolicyBearers.Bearer] {
        try request.authorize()
        let wanted = request.query["scope"]
        return PolicyBearers(services).all
            .filter { bearer in
                if let wanted, bearer.scope.text != wanted { return false }
                let decision = Authorizer.decide(request.caller.actor, request.route, on: bearer.object)
                if case .allow = decision { return true }
                return false
            }
    }
}
