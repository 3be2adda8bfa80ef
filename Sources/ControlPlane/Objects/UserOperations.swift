import Governance
import JSONText
import Store

/// The operations on users.
struct UserOperations: Sendable {
    let desk: EntityDesk

    private var services: Services { desk.services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let user = Schema.reference("User")
        return [
            try Operation(
                .get,
                "/users",
                id: "listUsers",
                query: EntityParameters.of(User.self),
                answer: .json(status: 200, .page(of: "User"))
            ) { request throws(AdminError) in try await desk.list(User.self, request) },
            try Operation(
                .post,
                "/users",
                id: "createUser",
                body: .required(.reference("UserInput")),
                answer: .json(status: 201, user),
                isVersioned: true,
                handle: create
            ),
            try Operation(.get, "/users/{id}", id: "getUser", answer: .json(status: 200, user), isVersioned: true) {
                request throws(AdminError) in try desk.show(User.self, request)
            },
            try Operation(
                .patch,
                "/users/{id}",
                id: "updateUser",
                body: .required(.reference("UserPatch")),
                answer: .json(status: 200, user),
                isVersioned: true,
                handle: update
            ),
            try Operation(
                .delete,
                "/users/{id}",
                id: "deleteUser",
                answer: .nothing,
                isVersioned: true
            ) { request throws(AdminError) in
                let answer = try await desk.delete(User.self, request)
                try await endSessions(of: try request.parameter("id"))
                return answer
            },
            try Operation(
                .post,
                "/users/{id}/password",
                id: "setPassword",
                body: .required(.object([.required("password", .formatted("password"))])),
                answer: .nothing,
                isVersioned: true,
                handle: setPassword
            ),
            try Operation(
                .post,
                "/users/{id}/unlock",
                id: "unlockUser",
                body: .optional(.reference("Reason")),
                answer: .nothing,
                handle: unlock
            ),
        ]
    }

    private func create(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        await services.refresh()
        var body = try request.requiredBody()
        let password = try Self.takePassword(from: &body)
        let members = JSONValue.object(body)
        // Everything else is looked at before the costly hash is.
        let draft = try reading { () throws(InvalidEntity) in try User.create(from: members, at: services.now) }
        try request.authorize(on: draft.adminObject(in: services.directory, isNew: true))
        try draft.checkReferences(in: services.directory)
        guard let password else { return EntityDesk.created(try await desk.insert(draft, request)) }
        let hash = try await services.hash(password, of: draft.name)
        let user = try reading { () throws(InvalidEntity) in
            try User.create(from: members, id: draft.id, password: hash, at: services.now)
        }
        return EntityDesk.created(try await desk.insert(user, request))
    }

    private func update(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let old = try await desk.findForChange(User.self, request)
        let patch = JSONValue.object(try request.requiredBody())
        if patch["password"] != nil {
            throw .member("password", "is set by POST /admin/v1/users/{id}/password", code: "read_only")
        }
        let new = try reading { () throws(InvalidEntity) in try old.patched(by: patch, at: services.now) }
        let changed = try await desk.replace(old, by: new, request)
        if changed.isDisabled { try await endSessions(of: changed.id) }
        return EntityDesk.shown(changed)
    }

    private func setPassword(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let old = try await desk.findForChange(User.self, request)
        let password = SecretText(try Members(request.body, allowed: ["password"]).required("password"))
        let hash = try await services.hash(password, of: old.name)
        _ = try await desk.replace(
            old,
            by: old.settingPassword(hash, at: services.now),
            request,
            action: "set_password"
        )
        try await endSessions(of: old.id)
        services.loginGuard.unlock(account: old.name)
        return .done
    }

    private func unlock(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let user = try desk.find(User.self, request)
        let reason = try Members(request.body, allowed: ["reason"]).optional("reason")
        let entry = services.audit(request, "user.unlock", user.auditObject, reason: reason)
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        services.loginGuard.unlock(account: user.name)
        return .done
    }

    private func endSessions(of user: String) async throws(AdminError) {
        _ = try await storing { () async throws(StoreError) in try await services.store.removeSessions(ofUser: user) }
    }

    /// Takes the password out of a body, so that it reaches neither the store nor the audit log.
    private static func takePassword(from body: inout JSONObject) throws(AdminError) -> SecretText? {
        guard body.firstDuplicate != "password" else { throw .member("password", "stands twice", code: "duplicate") }
        guard let value = body.remove("password"), !value.isNull else { return nil }
        guard let text = value.string else { throw .member("password", "must be a string", code: "wrong_type") }
        return SecretText(text)
    }
}

extension Services {
    /// Hashes a password that somebody wants to have.
    /// - Throws: `invalid_request` where it breaks the rules, `busy`.
    func hash(_ password: SecretText, of name: String) async throws(AdminError) -> PasswordHash {
        do throws(PasswordRules.Problem) {
            try PasswordRules.check(password, user: name)
        } catch {
            throw .member("password", error.description)
        }
        let hasher = hasher
        let hash = try await desk.run { try? hasher.hash(password) }
        guard let hash else { throw AdminError(503, .busy, "The password cannot be hashed now.", retryAfter: 5) }
        return hash
    }
}
