import Governance
import JSONText
import Logging
import Settings
import Store

/// Signing in and out, and making the first owner.
struct SessionOperations: Sendable {
    let desk: EntityDesk

    private var services: Services { desk.services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let session = Schema.reference("Session")
        let password = Schema.formatted("password")
        return [
            try Operation(
                .post,
                "/bootstrap",
                id: "bootstrap",
                body: .required(
                    .object([
                        .required("token", password, "The token that was printed at the first start."),
                        .required("name", .text), .required("password", password), .optional("display_name", .text),
                    ])
                ),
                answer: .json(status: 201, session),
                handle: bootstrap
            ),
            try Operation(
                .get,
                "/login",
                id: "getSignIn",
                answer: .json(
                    status: 200,
                    .object([
                        .required(
                            "password",
                            .flag,
                            "Whether there can be people, who sign in with a name and a password."
                        ),
                        .required("admin_token", .flag, "Whether server.admin_token is set."),
                    ])
                )
            ) { _ throws(AdminError) in
                .json([
                    "password": .bool(services.keepsPeople),
                    "admin_token": .bool(services.configuration().server.adminToken != nil),
                ])
            },
            try Operation(
                .post,
                "/login",
                id: "login",
                body: .required(
                    .either([
                        .object([.required("name", .text), .required("password", password)]),
                        .object([.required("admin_token", password, "server.admin_token of the configuration.")]),
                    ])
                ),
                answer: .json(status: 200, session),
                handle: login
            ),
            try Operation(.post, "/logout", id: "logout", answer: .nothing, handle: logout),
            try Operation(.get, "/session", id: "getSession", answer: .json(status: 200, session)) {
                request throws(AdminError) in
                try request.authorize()
                return shown(try request.actor, request.caller.session)
            },
            try Operation(
                .post,
                "/session/password",
                id: "changePassword",
                body: .required(.object([.required("current", password), .required("new", password)])),
                answer: .json(status: 200, session),
                handle: changePassword
            ),
        ]
    }

    private func login(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let members = try Members(request.body, allowed: ["name", "password", "admin_token"])
        if let token = try members.optional("admin_token") {
            for name in ["name", "password"] where try members.optional(name) != nil {
                throw .member(name, "belongs to a sign-in without admin_token", code: "conflict")
            }
            return try await begin(SecretText(token), request)
        }
        let name = try members.required("name")
        let user = try await verify(name, SecretText(try members.required("password")), request)
        return try await begin(user, request)
    }

    private func logout(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        var answer = AdminAnswer.done
        guard let token = request.caller.session else { return answer }
        let digest = token.digest.bytes
        var wasThere = services.tokenSessions.end(token)
        if !wasThere {
            wasThere = try await storing { () async throws(StoreError) in
                try await services.store.removeSession(digest: digest)
            }
        }
        if wasThere { try await note(request, "session.end", try request.actor) }
        answer.fields.append((name: "set-cookie", value: SessionCookie.clear(isSecure: request.caller.isSecure)))
        return answer
    }

    private func changePassword(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let actor = try request.actor
        guard actor.kind == .user, let known = services.directory.users[actor.id] else {
            throw AdminError(403, .forbidden, "Only people have a password.")
        }
        try EntityDesk.requireStored(known)
        let members = try Members(request.body, allowed: ["current", "new"])
        let current = SecretText(try members.required("current"))
        let wanted = SecretText(try members.required("new"))
        let old = try await verify(known.name, current, request)
        let hash = try await services.hash(wanted, of: old.name)
        let new = old.settingPassword(hash, at: services.now)
        let entry = services.audit(request, "user.change_password", new.auditObject, before: old, after: new)
        try await update(new, from: old, entry)
        _ = try await storing { () async throws(StoreError) in
            try await services.store.removeSessions(ofUser: old.id)
        }
        return try await begin(new, request)
    }

    private func bootstrap(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let members = try Members(request.body, allowed: ["token", "name", "password", "display_name"])
        let token = SecretText(try members.required("token"))
        let kept = try await storing { () async throws(StoreError) in try await services.store.setting(.bootstrap) }
        let digest = kept.flatMap { KeyDigest(String(decoding: $0, as: UTF8.self)) }
        // An owner may have been made by another way meanwhile; the token is used up by that as well.
        await services.refresh()
        guard BootstrapToken.accepts(token, digest: digest, pepper: services.pepper),
            !Bootstrap.hasOwner(services.directory)
        else {
            services.logger.warning("a wrong bootstrap token was presented")
            throw AdminError(401, .invalidCredentials, "The token is not the one that was printed, or was used.")
        }
        var body: JSONObject = ["name": .string(try members.required("name")), "role": "owner"]
        if let name = try members.optional("display_name") { body.append("display_name", .string(name)) }
        let json = JSONValue.object(body)
        let draft = try reading { () throws(InvalidEntity) in try User.create(from: json, at: services.now) }
        try draft.checkReferences(in: services.directory)
        let hash = try await services.hash(SecretText(try members.required("password")), of: draft.name)
        let user = try reading { () throws(InvalidEntity) in
            try User.create(from: json, id: draft.id, password: hash, at: services.now)
        }
        // Of several who present the token at once, one makes the owner.
        let isFirst = try await storing { () async throws(StoreError) in
            try await services.store.replace(.bootstrap, kept, with: Bootstrap.done)
        }
        guard isFirst else { throw AdminError(409, .conflict, "The token was used meanwhile.") }
        do {
            let entry = services.audit(request.acting(as: .gateway), "user.bootstrap", user.auditObject, after: user)
            let change = DocumentChange(.insert(user.document), audit: entry)
            _ = try await storing { () async throws(StoreError) in try await services.store.apply([change]) }
        } catch {
            // The token must not be lost with the owner.
            _ = try await storing { () async throws(StoreError) in
                try await services.store.replace(.bootstrap, Bootstrap.done, with: kept)
            }
            throw error
        }
        await services.refresh()
        var answer = try await begin(user, request)
        answer.status = 201
        return answer
    }

    // MARK: Parts

    /// Finds the user of a name and a password; whoever guesses waits longer and longer.
    private func verify(
        _ name: String,
        _ password: SecretText,
        _ request: AdminRequest
    ) async throws(AdminError) -> User {
        let keeper = services.keeper
        let provider: any IdentityProvider = PasswordProvider(
            hasher: services.hasher,
            loginGuard: services.loginGuard,
            user: { keeper.directory.user(named: $0) }
        )
        let attempt = SignInAttempt(name: name, password: password, address: request.caller.address)
        let now = services.now
        let result = try await services.desk.run { () -> Result<SignedIn, SignInFailure> in
            do throws(SignInFailure) {
                return .success(try provider.signIn(attempt, now: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let signedIn):
            guard let hash = signedIn.rehashed, signedIn.user.revision.source == .store else { return signedIn.user }
            return await rehashed(signedIn.user, hash, request)
        case .failure(.refused):
            try await noteRefusal(of: name, request)
            throw AdminError(401, .invalidCredentials, SignInFailure.refused.description)
        case .failure(.locked(let seconds)):
            throw AdminError(
                429,
                .lockedOut,
                SignInFailure.locked(retryAfter: seconds).description,
                retryAfter: Int(clamping: seconds)
            )
        case .failure(.unavailable):
            throw AdminError(503, .busy, SignInFailure.unavailable.description, retryAfter: 5)
        }
    }

    /// Keeps a hash that costs what hashes cost now; the password is the same, so sessions go on.
    private func rehashed(_ user: User, _ hash: PasswordHash, _ request: AdminRequest) async -> User {
        var new = user
        new.password = hash
        new.revision = user.revision.next(at: services.now)
        do {
            let entry = services.audit(
                request.acting(as: .gateway),
                "user.rehash_password",
                new.auditObject
            )
            try await update(new, from: user, entry)
            return new
        } catch {
            services.logger.warning("a password's new hash was not kept", metadata: ["error": "\(error.code)"])
            return user
        }
    }

    private func update(_ new: User, from old: User, _ entry: AuditEntry) async throws(AdminError) {
        let change = DocumentChange(.update(new.document, expected: Int64(old.revision.version)), audit: entry)
        _ = try await storing { () async throws(StoreError) in try await services.store.apply([change]) }
        await services.refresh()
    }

    /// Begins a session for somebody who knows the administration's token; whoever guesses waits longer and longer, but keeps
    /// nobody else from signing in.
    private func begin(_ token: SecretText, _ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let (address, now) = (request.caller.address, services.now)
        let account = "admin-token \(address.map { "\($0)" } ?? "")"
        do throws(LoginGuard.Locked) {
            try services.loginGuard.begin(account: account, address: address, now: now)
        } catch {
            throw AdminError(
                429,
                .lockedOut,
                SignInFailure.locked(retryAfter: error.retryAfter).description,
                retryAfter: Int(clamping: error.retryAfter)
            )
        }
        let known = services.configuration().server.adminToken.map { AdminToken($0.reveal()) }
        guard let known, known.accepts(token.reveal().utf8) else {
            try await noteRefusal(of: Actor.adminToken.name, request)
            throw AdminError(401, .invalidCredentials, "The token is not server.admin_token of the configuration.")
        }
        services.loginGuard.succeeded(account: account, address: address, now: now)
        let session = services.tokenSessions.begin(with: known, now: now)
        try await note(request.acting(as: .adminToken), "session.begin", .adminToken)
        return shown(.adminToken, session, isSecure: request.caller.isSecure)
    }

    /// Begins a session and hands its cookie out.
    private func begin(_ user: User, _ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let token = SessionToken.generate()
        let now = services.now
        let policy = services.sessionPolicy
        let session = StoredSession(
            digest: token.digest.bytes,
            user: user.id,
            created: now.nanoseconds,
            lastSeen: now.nanoseconds,
            expires: now.adding(seconds: policy.absolute).nanoseconds,
            body: Array("{}".utf8)
        )
        try await storing { () async throws(StoreError) in
            // Sessions come by signing in alone, so that is when those that have ended are cleared away.
            _ = try await services.store.removeSessions(
                expiredBy: now.nanoseconds,
                idleSince: now.adding(seconds: -policy.idle).nanoseconds
            )
            try await services.store.insert(session)
        }
        let actor = Actor(user)
        try await note(request.acting(as: actor), "session.begin", actor)
        return shown(actor, token, isSecure: request.caller.isSecure)
    }

    /// Who begins a session, with its cookie.
    private func shown(_ actor: Actor, _ token: SessionToken, isSecure: Bool) -> AdminAnswer {
        var answer = shown(actor, token)
        let cookie = SessionCookie.set(token, isSecure: isSecure, policy: services.sessionPolicy)
        answer.fields.append((name: "set-cookie", value: cookie))
        return answer
    }

    private func note(_ request: AdminRequest, _ action: String, _ actor: Actor) async throws(AdminError) {
        let object = AuditEntry.Object(kind: "user", id: actor.id, name: actor.name)
        let entry = services.audit(request, action, object)
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
    }

    /// Notes a wrong password, if nothing like it was noted lately. A name that nobody has is not written down: people type
    /// passwords in its place.
    private func noteRefusal(of name: String, _ request: AdminRequest) async throws(AdminError) {
        try await services.noteRefusals()
        let user = services.directory.user(named: name)
        guard services.refusals.note(user: user?.id, address: request.caller.address, now: services.now) else { return }
        let object = AuditEntry.Object(kind: "user", id: user?.id ?? "unknown", name: user?.name)
        let entry = services.audit(request, "session.refuse", object)
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
    }

    private func shown(_ actor: Actor, _ token: SessionToken?) -> AdminAnswer {
        var object: JSONObject = [
            "kind": .string(actor.kind.rawValue), "id": .string(actor.id), "name": .string(actor.name),
            "role": .string(actor.role.rawValue), "teams": .array(actor.teams.sorted().map { .string($0) }),
        ]
        if let token { object.append("csrf_token", .string(token.csrfToken)) }
        return .json(.object(object))
    }
}
