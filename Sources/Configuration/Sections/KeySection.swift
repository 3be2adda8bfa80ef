/// `keys[]`: one virtual key.
enum KeySection: Section {
    /// A key and the places of its parts, for the comparison with the others.
    struct Value: Sendable {
        let key: GatewayKey
        let namePlace: Located?
        let keyPlace: Located?
    }

    static let name = Field<String?>.required(
        "name",
        .name(.key),
        "The name by which logs and metrics know the key."
    )
    static let key = Field<Secret?>.required(
        "key",
        .secret(minimumLength: 16),
        "The key itself, at least 16 characters; `sk-km-…` is recommended. Take it from a variable or a file."
    )

    static let description = SectionDescription(
        help: "A virtual key that callers present instead of a provider's credential.",
        fields: [name.description, key.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let key = section[key]
        guard let name, let key else { return nil }
        return Value(
            key: GatewayKey(name: name, key: key),
            namePlace: section.place(of: Self.name.name),
            keyPlace: section.place(of: Self.key.name)
        )
    }
}
