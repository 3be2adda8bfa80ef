import Governance
import JSONText

/// The operations on virtual keys.
struct KeyOperations: Sendable {
    /// For how long a rotated key's old text stays valid at most: 30 days.
    private static let longestOverlap = 30 * 86_400

    let desk: EntityDesk

    private var services: Services { desk.services }

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let key = Schema.reference("Key")
        return [
            try Operation(
                .get,
                "/keys",
                id: "listKeys",
                query: EntityParameters.of(VirtualKey.self),
                answer: .json(status: 200, .page(of: "Key"))
            ) { request throws(AdminError) in try await desk.list(VirtualKey.self, request) },
            try Operation(
                .post,
                "/keys",
                id: "createKey",
                body: .required(.reference("KeyInput")),
                answer: .json(status: 201, .reference("NewKey")),
                isVersioned: true,
                handle: create
            ),
            try Operation(.get, "/keys/{id}", id: "getKey", answer: .json(status: 200, key), isVersioned: true) {
                request throws(AdminError) in try desk.show(VirtualKey.self, request)
            },
            try Operation(
                .patch,
                "/keys/{id}",
                id: "updateKey",
                body: .required(.reference("KeyPatch")),
                answer: .json(status: 200, .reference("ChangedKey")),
                isVersioned: true,
                handle: update
            ),
            try Operation(.delete, "/keys/{id}", id: "deleteKey", answer: .nothing, isVersioned: true) {
                request throws(AdminError) in try await desk.delete(VirtualKey.self, request)
            },
            try Operation(
                .post,
                "/keys/{id}/rotate",
                id: "rotateKey",
                body: .optional(
                    .object([
                        .optional(
                            "overlap_seconds",
                            .integer(in: 0...Self.longestOverlap),
                            "For how long the old text stays valid; a day where nothing is said."
                        )
                    ])
                ),
                answer: .json(status: 200, .reference("NewKey")),
                isVersioned: true,
                handle: rotate
            ),
            try Operation(
                .post,
                "/keys/{id}/revoke",
                id: "revokeKey",
                body: .optional(.reference("Reason")),
                answer: .json(status: 200, key),
                isVersioned: true
            ) { request throws(AdminError) in
                try await change(request, "revoke") { $0.revoked(at: services.now) }
            },
            try Operation(
                .post,
                "/keys/{id}/enable",
                id: "enableKey",
                body: .optional(.reference("Reason")),
                answer: .json(status: 200, key),
                isVersioned: true
            ) { request throws(AdminError) in
                try await change(request, "enable") { $0.disabled(false, at: services.now) }
            },
            try Operation(
                .post,
                "/keys/{id}/disable",
                id: "disableKey",
                body: .optional(.reference("Reason")),
                answer: .json(status: 200, key),
                isVersioned: true
            ) { request throws(AdminError) in
                try await change(request, "disable") { $0.disabled(true, at: services.now) }
            },
        ]
    }

    private func create(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        await services.refresh()
        var body = try request.requiredBody()
        // Somebody who makes keys for himself need not say so.
        if case .owner(let id) = visibility, body["owner"] == nil { body.append("owner", .string(id)) }
        let text = KeyText.generate()
        let members = JSONValue.object(body)
        let key = try reading { () throws(InvalidEntity) in
            try VirtualKey.create(from: members, text: text, pepper: services.pepper, at: services.now)
        }
        try checkOwner(of: key, visibility)
        let made = try await desk.insert(key, request)
        return EntityDesk.created(made, with: once(text) + signingSecret(of: made))
    }

    private func update(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let old = try await desk.findForChange(VirtualKey.self, request)
        let visibility = try request.authorize()
        let patch = try request.requiredBody()
        if case .owner = visibility {
            for member in patch where !Authorizer.ownKeyMembers.contains(member.name) {
                var error = AdminError.forbidden
                error.field = String(member.name.unicodeScalars.prefix(64))
                error.message =
                    "Of your own keys you may change \(Authorizer.ownKeyMembers.sorted().joined(separator: ", "))."
                throw error
            }
        }
        let members = JSONValue.object(patch)
        let new = try reading { () throws(InvalidEntity) in try old.changed(by: members, at: services.now) }
        if new.owner != old.owner || new.team != old.team { try checkOwner(of: new, visibility) }
        let changed = try await desk.replace(old, by: new, request)
        let isNewlySigned = changed.signing != nil && changed.signing != old.signing
        return EntityDesk.shown(changed, with: isNewlySigned ? signingSecret(of: changed) : [])
    }

    private func rotate(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let old = try await desk.findForChange(VirtualKey.self, request)
        let members = try Members(request.body, allowed: ["overlap_seconds"])
        let overlap = try members.int("overlap_seconds", in: 0...Self.longestOverlap) ?? 86_400
        guard old.revoked == nil else { throw AdminError(409, .conflict, "The key is revoked for good.") }
        let text = KeyText.generate()
        let new = old.rotated(to: text, overlap: Int64(overlap), pepper: services.pepper, at: services.now)
        return EntityDesk.shown(try await desk.replace(old, by: new, request, action: "rotate"), with: once(text))
    }

    private func change(
        _ request: AdminRequest,
        _ action: String,
        _ change: (VirtualKey) -> VirtualKey
    ) async throws(AdminError) -> AdminAnswer {
        let old = try await desk.findForChange(VirtualKey.self, request)
        let reason = try Members(request.body, allowed: ["reason"]).optional("reason")
        return EntityDesk.shown(
            try await desk.replace(old, by: change(old), request, action: action, reason: reason)
        )
    }

    /// Refuses keys that count for somebody whom the caller does not run: they would use up that person's budgets.
    private func checkOwner(of key: VirtualKey, _ visibility: Visibility) throws(AdminError) {
        guard visibility != .all, let owner = key.owner, let user = services.directory.users[owner] else { return }
        guard key.team.map(user.teams.contains) == true else {
            throw AdminError(403, .forbidden, "The owner does not belong to the key's team.", field: "owner")
        }
    }

    /// The key's text, which is told this once.
    private func once(_ text: KeyText) -> [JSONObject.Member] { [.init("key", .string(text.reveal()))] }

    private func signingSecret(of key: VirtualKey) -> [JSONObject.Member] {
        guard case .derived = key.signing, let signing = key.signing else { return [] }
        let secret = signing.secret(keyID: key.id, pepper: services.pepper)
        return [.init("signing_secret", .string(secret.reveal()))]
    }
}
