import Governance
import JSONText
import Settings

/// What names guardrails of the configuration, as far as somebody may see it.
struct GuardAttachments {
    /// No more names of a kind are shown.
    static let mostNames = 100

    /// The kinds of what may name one, in the order in which they are shown.
    private static let kinds = ["models", "organizations", "teams", "projects", "users", "keys"]

    /// The names by guardrail and kind.
    private var names: [String: [String: [String]]] = [:]

    /// - Parameter actor: who wants to see it.
    init(_ configuration: KanmonConfiguration, _ directory: Directory, for actor: Actor?) {
        for model in configuration.models { note(model.name, of: "models", model.guardrails) }
        note(Organization.self, directory, actor)
        note(Team.self, directory, actor)
        note(Project.self, directory, actor)
        note(User.self, directory, actor)
        note(VirtualKey.self, directory, actor)
    }

    private mutating func note<Object: ManagedEntity>(_: Object.Type, _ directory: Directory, _ actor: Actor?) {
        guard let route = AdminRoute.route(.get, "/\(Object.collection)") else { return }
        for object in Object.all(in: directory) where !object.access.guardrails.isEmpty {
            let place = object.adminObject(in: directory, isNew: false)
            guard case .allow = Authorizer.decide(actor, route, on: place) else { continue }
            note(object.name, of: Object.collection, object.access.guardrails)
        }
    }

    private mutating func note(_ name: String, of kind: String, _ guardrails: [String]) {
        for guardrail in guardrails { names[guardrail, default: [:]][kind, default: []].append(name) }
    }

    /// What names a guardrail: for each kind how many, and the first names.
    func json(of guardrail: String) -> JSONValue {
        let named = names[guardrail] ?? [:]
        return .object(
            JSONObject(
                Self.kinds.compactMap { kind in
                    guard let names = named[kind] else { return nil }
                    let first = names.sorted().prefix(Self.mostNames)
                    return .init(
                        kind,
                        ["count": JSONValue(names.count), "names": .array(first.map { .string($0) })]
                    )
                }
            )
        )
    }
}
