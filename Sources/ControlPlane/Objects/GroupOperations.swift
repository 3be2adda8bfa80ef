import Governance
import JSONText

/// The operations on organizations, teams and projects, which are all alike.
struct GroupOperations: Sendable {
    let desk: EntityDesk

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        try operations(
            Organization.self,
            "Organization",
            make: { body, now throws(InvalidEntity) in try Organization.create(from: body, at: now) }
        )
            + operations(
                Team.self,
                "Team",
                make: { body, now throws(InvalidEntity) in try Team.create(from: body, at: now) }
            )
            + operations(
                Project.self,
                "Project",
                make: { body, now throws(InvalidEntity) in try Project.create(from: body, at: now) }
            )
    }

    private func operations<E: ManagedEntity>(
        _: E.Type,
        _ noun: String,
        make: @escaping @Sendable (JSONValue, Timestamp) throws(InvalidEntity) -> E
    ) throws(Operation.UnknownRoute) -> [Operation] {
        let desk = desk
        let path = "/\(E.collection)"
        return [
            try Operation(
                .get,
                path,
                id: "list\(noun)s",
                query: EntityParameters.of(E.self),
                answer: .json(status: 200, .page(of: noun))
            ) { request throws(AdminError) in try await desk.list(E.self, request) },
            try Operation(
                .post,
                path,
                id: "create\(noun)",
                body: .required(.reference("\(noun)Input")),
                answer: .json(status: 201, .reference(noun)),
                isVersioned: true
            ) { request throws(AdminError) in
                try request.authorize()
                let body = try request.requiredBody()
                let entity = try reading { () throws(InvalidEntity) in try make(.object(body), desk.services.now) }
                return EntityDesk.created(try await desk.insert(entity, request))
            },
            try Operation(
                .get,
                "\(path)/{name}",
                id: "get\(noun)",
                answer: .json(status: 200, .reference(noun)),
                isVersioned: true
            ) { request throws(AdminError) in try desk.show(E.self, request) },
            try Operation(
                .patch,
                "\(path)/{name}",
                id: "update\(noun)",
                body: .required(.reference("\(noun)Patch")),
                answer: .json(status: 200, .reference(noun)),
                isVersioned: true
            ) { request throws(AdminError) in
                let old = try await desk.findForChange(E.self, request)
                let patch = JSONValue.object(try request.requiredBody())
                let new = try reading { () throws(InvalidEntity) in try old.patched(by: patch, at: desk.services.now) }
                guard new.identity == old.identity else { throw .member("name", "never changes", code: "read_only") }
                return EntityDesk.shown(try await desk.replace(old, by: new, request))
            },
            try Operation(
                .delete,
                "\(path)/{name}",
                id: "delete\(noun)",
                answer: .nothing,
                isVersioned: true
            ) { request throws(AdminError) in try await desk.delete(E.self, request) },
        ]
    }
}
