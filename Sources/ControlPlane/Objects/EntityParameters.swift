import Governance

/// The query parameters of lists of objects.
enum EntityParameters {
    static func of<E: ManagedEntity>(_: E.Type) -> [Operation.Parameter] {
        [
            .text("name", "Only the object of this name."),
            .text("tag", "Only objects that have this tag."),
            .init(
                name: "source",
                summary: "Only objects that are declared there.",
                schema: .choice(EntitySource.allCases.map(\.rawValue))
            ),
            .init(name: "disabled", summary: "Only objects that are disabled, or that are not.", schema: .flag),
        ] + E.filters.map(parameter) + Operation.Parameter.paging
    }

    private static func parameter(_ name: String) -> Operation.Parameter {
        switch name {
        case "revoked": .init(name: name, summary: "Only keys that are revoked, or that are not.", schema: .flag)
        case "role":
            .init(name: name, summary: "Only people of this role.", schema: .choice(Role.allCases.map(\.rawValue)))
        case "environment":
            .init(
                name: name,
                summary: "Only keys of this environment.",
                schema: .choice(Environment.allCases.map(\.rawValue))
            )
        default: .text(name, "Only what belongs to this \(name).")
        }
    }
}
